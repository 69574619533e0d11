// 44-seed-deadlocks: workers that loop with no way out (seed 002, program 4) never call Done, so the process ends in a deadlock
// in wg.Wait. Why a bare receive is no way out: after close it yields zero values for ever. Exit code 2.
// Since go1.24: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.WaitGroup.Wait]:"
// Catalogue: CL-02 WG-09 DL-02 DL-10 DM-06 DM-08 DM-12 SD-046 SD-047

package main

import (
	"fmt"
	"sync"
)

func main() {
	// after close, a bare receive never blocks again: it yields zero values for ever
	c := make(chan int, 2)
	c <- 7
	close(c)
	spins := 0
	for i := 0; i < 1000; i++ {
		if v := <-c; v == 0 {
			spins++
		}
	}
	fmt.Println("zero values received from a closed channel:", spins)

	// workers that loop without a way out never reach Done, so Wait cannot return
	var wg sync.WaitGroup
	work := make(chan int)
	done := make(chan int)
	wg.Add(2)
	for w := 0; w < 2; w++ {
		go func() {
			for {
				done <- <-work
			}
			wg.Done() // unreachable
		}()
	}
	for i := 0; i < 4; i++ {
		work <- i
		<-done
	}
	fmt.Println("work is done, waiting for the workers")
	wg.Wait()
	fmt.Println("BUG")
}
