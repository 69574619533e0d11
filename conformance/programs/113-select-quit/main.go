// 113-select-quit: closing one channel stops every goroutine that has it among the cases of its select.
// Catalogue: SE-08 CL-15 WG-04

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	quit := make(chan struct{})
	jobs := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	stopped := 0
	for w := 0; w < 5; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case n := <-jobs:
					fmt.Println("job", n)
				case <-quit:
					mu.Lock()
					stopped++
					mu.Unlock()
					return
				}
			}
		}()
	}
	jobs <- 1
	time.Sleep(10 * time.Millisecond)
	jobs <- 2
	time.Sleep(10 * time.Millisecond)
	close(quit)
	wg.Wait()
	fmt.Println("stopped", stopped)
	select {
	case jobs <- 3:
		fmt.Println("BUG: a worker is left")
	default:
		fmt.Println("nobody takes jobs")
	}
}
