// 06-counter-mutex: a counter that 5000 goroutines increment, made correct four ways; increment and print in one critical
// section give 1 to 20 in order whatever the goroutines' order.
// Catalogue: CH-30 MU-01 AT-02 SD-007 SD-038 SD-039 SD-044

package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	const n = 5000
	var wg sync.WaitGroup

	var mu sync.Mutex
	counter := 0
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			counter++
		}()
	}
	wg.Wait()
	fmt.Println("mutex:", counter)

	var old int64
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); atomic.AddInt64(&old, 1) }()
	}
	wg.Wait()
	fmt.Println("atomic.AddInt64:", old)

	var typed atomic.Int64
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); typed.Add(1) }()
	}
	wg.Wait()
	fmt.Println("atomic.Int64:", typed.Load())

	ch := make(chan int, 1)
	ch <- 0
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); v := <-ch; ch <- v + 1 }()
	}
	wg.Wait()
	fmt.Println("channel as lock:", <-ch)

	// counter++ and Print inside one critical section
	c := 0
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			c++
			fmt.Print(c, " ")
		}()
	}
	wg.Wait()
	fmt.Println()
}
