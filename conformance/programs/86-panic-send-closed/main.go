// 86-panic-send-closed: the runtime's own panics, uncaught, read like any other: here a send on a closed channel, by a
// goroutine that was parked in it. Exit code 2.
// Catalogue: CL-10 CL-11 CL-13 PN-02 PN-20 DM-05

package main

import (
	"fmt"
	"time"
)

func main() {
	results := make(chan int)
	go func() {
		results <- 1
		fmt.Println("BUG: unreachable")
	}()
	time.Sleep(10 * time.Millisecond)
	fmt.Println("closing under a parked sender")
	close(results)
	<-make(chan int)
}
