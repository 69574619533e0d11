// 167-once-func: OnceFunc and OnceValue (Go 1.21, written by hand as there): the result is kept, and so is a panic,
// which every call raises again with the same value; a plain Once is done after a panic.
// Catalogue: ON-03 ON-06 ON-07

package main

import (
	"errors"
	"fmt"
	"sync"
)

func onceValue[T any](f func() T) func() T {
	var (
		once   sync.Once
		valid  bool
		p      any
		result T
	)
	g := func() {
		defer func() {
			p = recover()
			if !valid {
				panic(p)
			}
		}()
		result = f()
		f = nil
		valid = true
	}
	return func() T {
		once.Do(g)
		if !valid {
			panic(p)
		}
		return result
	}
}

func protect(f func()) (r any) {
	defer func() { r = recover() }()
	f()
	return nil
}

func main() {
	calls := 0
	next := onceValue(func() int { calls++; return 10 + calls })
	fmt.Println(next(), next(), "calls", calls)

	failed := errors.New("not today")
	fails := onceValue(func() int { calls++; panic(failed) })
	for i := 0; i < 3; i++ {
		fmt.Println("same panic:", protect(func() { fails() }) == failed, "calls", calls)
	}
	var once sync.Once
	fmt.Println("Once, first:", protect(func() { once.Do(func() { panic(failed) }) }))
	fmt.Println("Once, second:", protect(func() { once.Do(func() { panic(failed) }) }))
}
