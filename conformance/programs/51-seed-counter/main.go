// 51-seed-counter: 5000 goroutines count to 5000 (seed 000, program 4). Corrections: the counter was unprotected and lost
// updates (SD-006), so a channel of capacity 1 is its lock; main waits for every goroutine instead of sleeping.
// Catalogue: CH-30 CH-35 MM-07 SD-006 SD-009

package main

import "fmt"

func main() {
	counter := 0
	lock := make(chan struct{}, 1)
	done := make(chan struct{}, 5000)
	for i := 0; i < 5000; i++ {
		go func() {
			lock <- struct{}{}
			counter++
			<-lock
			done <- struct{}{}
		}()
	}
	for i := 0; i < 5000; i++ {
		<-done
	}
	fmt.Printf("counter = %d\n", counter)
}
