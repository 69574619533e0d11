// 168-once-goexit: Goexit in a Once's function counts as done; in that of OnceFunc (written by hand as in Go 1.21) it
// becomes a panic with nil, for every caller; a recover of the first caller lets its Goexit go on.
// Since go1.21: "first caller recovered: <nil>" reads "first caller recovered: panic called with nil argument"
// Since go1.21: "later caller recovered: <nil>" reads "later caller recovered: panic called with nil argument"
// Catalogue: ON-04 ON-12 GX-04 PN-17 PN-18

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func onceFunc(f func()) func() {
	var (
		once  sync.Once
		valid bool
		p     any
	)
	g := func() {
		defer func() {
			p = recover()
			if !valid {
				panic(p)
			}
		}()
		f()
		valid = true
	}
	return func() {
		once.Do(g)
		if !valid {
			panic(p)
		}
	}
}

func main() {
	var once sync.Once
	ended := make(chan bool)
	go func() {
		defer close(ended)
		once.Do(runtime.Goexit)
		fmt.Println("BUG: Goexit returned")
	}()
	<-ended
	once.Do(func() { fmt.Println("BUG: not done") })
	fmt.Println("the Once is done")

	f := onceFunc(runtime.Goexit)
	ended = make(chan bool)
	go func() {
		defer close(ended)
		func() {
			defer func() { fmt.Println("first caller recovered:", recover()) }()
			f()
			fmt.Println("BUG: f returned")
		}()
		fmt.Println("BUG: Goexit does not return")
	}()
	<-ended
	func() {
		defer func() { fmt.Println("later caller recovered:", recover()) }()
		f()
		fmt.Println("BUG: f returned")
	}()
}
