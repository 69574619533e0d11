// 81-goexit-then-panic: after main's Goexit the others go on; a panic in one of them ends the program as usual, exit code 2.
// Catalogue: GX-05 GX-11 PN-05 DM-05

package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	go func() { <-make(chan int) }()
	go func() {
		time.Sleep(20 * time.Millisecond)
		fmt.Println("main has been gone for a while")
		panic("later")
	}()
	fmt.Println("main calls Goexit")
	runtime.Goexit()
}
