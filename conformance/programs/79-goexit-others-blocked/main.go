// 79-goexit-others-blocked: main is gone by Goexit and the rest is blocked: the ordinary deadlock, without goroutine 1 in
// the dump. Exit code 2.
// Catalogue: GX-05 GX-07 DL-02 DM-06

package main

import (
	"fmt"
	"runtime"
)

func main() {
	go func() { <-make(chan int) }()
	go func() {
		var c chan int
		c <- 1
	}()
	fmt.Println("main calls Goexit")
	runtime.Goexit()
	fmt.Println("BUG: unreachable")
}
