// 44-seed-deadlock-core: workers that loop with no way out (seed 002, program 4) never report that they are done: whoever
// waits for that waits for ever. Program 44 with a channel in place of the WaitGroup. Exit code 2.
// Catalogue: CL-02 DL-02 DL-10 DM-06 DM-08 SD-046 SD-047

package main

import "fmt"

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

	work := make(chan int)
	done := make(chan int)
	finished := make(chan struct{})
	for w := 0; w < 2; w++ {
		go func() {
			for {
				done <- <-work
			}
			finished <- struct{}{} // unreachable
		}()
	}
	for i := 0; i < 4; i++ {
		work <- i
		<-done
	}
	fmt.Println("work is done, waiting for the workers")
	<-finished
	fmt.Println("BUG")
}
