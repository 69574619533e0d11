// 80-goexit-deep: Goexit ends the calling goroutine from any depth, runs its deferred calls innermost first, where
// recover returns nil, and touches nobody else.
// Catalogue: GX-01 GX-02 GX-03 GO-27

package main

import (
	"fmt"
	"runtime"
)

func deep(n int) {
	defer fmt.Println("deferred at depth", n)
	if n == 3 {
		runtime.Goexit()
	}
	deep(n + 1)
	fmt.Println("BUG: Goexit does not return")
}

func main() {
	gone := make(chan bool)
	go func() {
		defer close(gone)
		defer func() { fmt.Println("recovered:", recover()) }()
		deep(0)
		fmt.Println("BUG: unreachable")
	}()
	<-gone

	// a deferred call may block while Goexit is under way
	in, out := make(chan int), make(chan int)
	go func() {
		defer func() { out <- <-in + 1 }()
		runtime.Goexit()
	}()
	in <- 41
	fmt.Println("answered during Goexit:", <-out)
	fmt.Println("main goes on")
}
