// 235-goexit-and-panic: a panic in a deferred call during Goexit may be recovered, and Goexit goes on; Goexit in a
// deferred call during a panic ends the goroutine quietly.
// Catalogue: GX-02 GX-04 GX-08 RC-16

package main

import (
	"fmt"
	"runtime"
)

func main() {
	ended := make(chan bool)
	go func() {
		defer close(ended)
		func() {
			defer fmt.Println("outer deferred")
			defer func() { fmt.Println("recovered:", recover()) }()
			defer func() { panic("during Goexit") }()
			runtime.Goexit()
		}()
		fmt.Println("BUG: Goexit does not return")
	}()
	<-ended

	ended = make(chan bool)
	go func() {
		defer close(ended)
		defer func() { fmt.Println("nothing to recover:", recover()) }()
		defer runtime.Goexit()
		panic("never reported")
	}()
	<-ended

	ended = make(chan bool)
	go func() {
		defer close(ended)
		defer func() { fmt.Println("Goexit cannot be recovered:", recover()) }()
		runtime.Goexit()
	}()
	<-ended
	fmt.Println("main goes on")
}
