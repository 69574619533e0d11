// 252-exit-in-block: a deferred call, or the body of a loop over a channel, exits its goroutine, and what is deferred in there
// gives way to others: the panic is over, nothing more is received, and nobody comes back.
// Catalogue: GX-01 GX-02 GX-08 RG-01

package main

import (
	"fmt"
	"runtime"
)

func exits(name string) {
	defer func() {
		runtime.Gosched()
		fmt.Println(name, "block")
	}()
	runtime.Goexit()
}

func panics() {
	defer func() { fmt.Println("before:", recover()) }()
	defer exits("deferred")
	panic("P")
}

func main() {
	done := make(chan bool)
	go func() {
		defer close(done)
		panics()
		fmt.Println("BUG came back")
	}()
	<-done

	done = make(chan bool)
	values := make(chan int, 3)
	for v := 1; v <= 3; v++ {
		values <- v
	}
	close(values)
	go func() {
		defer close(done)
		for v := range values {
			fmt.Println("took", v)
			exits("loop")
		}
		fmt.Println("BUG behind the loop")
	}()
	<-done
	fmt.Println("left", len(values))
}
