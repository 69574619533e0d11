// 32-once: exactly once per Once value; latecomers wait for the end; a panicking or Goexiting f counts as done; Do with another
// function does nothing; onceFunc, written out, panics at every call as sync.OnceFunc of Go 1.21 does.
// Catalogue: ON-01 ON-02 ON-03 ON-04 ON-06

package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func main() {
	var once sync.Once
	n := 0
	var wg sync.WaitGroup
	for i := 0; i < 100; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); once.Do(func() { n++ }) }()
	}
	wg.Wait()
	once.Do(func() { n += 1000 })
	fmt.Println("ran", n)

	// callers that lose the race block until the first call has returned
	var slow sync.Once
	started := make(chan struct{})
	finished := false
	go slow.Do(func() { close(started); time.Sleep(20 * time.Millisecond); finished = true })
	<-started
	slow.Do(func() { fmt.Println("BUG") })
	fmt.Println("second Do returned after the first finished:", finished)

	// panic: propagates to that caller only; done anyway
	var p sync.Once
	func() {
		defer func() { fmt.Println("first caller sees", recover()) }()
		p.Do(func() { panic("init failed") })
	}()
	func() {
		defer func() { fmt.Println("second caller sees", recover()) }()
		p.Do(func() { fmt.Println("BUG") })
	}()

	// Goexit inside f: done as well
	var g sync.Once
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		g.Do(func() { runtime.Goexit() })
		fmt.Println("BUG")
	}()
	<-exited
	g.Do(func() { fmt.Println("BUG") })
	fmt.Println("Once that Goexited is done")

	f := onceFunc(func() { fmt.Println("body runs once"); panic("again and again") })
	for i := 0; i < 3; i++ {
		func() {
			defer func() { fmt.Println("call", i, "panics with", recover()) }()
			f()
		}()
	}
}

// onceFunc has the documented behaviour of sync.OnceFunc (Go 1.21): every call panics with the first call's value.
func onceFunc(f func()) func() {
	var once sync.Once
	var ok bool
	var val interface{}
	return func() {
		once.Do(func() {
			defer func() {
				if !ok {
					val = recover()
				}
			}()
			f()
			ok = true
		})
		if !ok {
			panic(val)
		}
	}
}
