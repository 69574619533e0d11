// 09-close-semantics: drain after close, zero value with ok=false for ever, close as broadcast, cap and len of a closed
// channel.
// Catalogue: CH-22 CL-01 CL-02 CL-03 CL-04 CL-07 RG-01 RG-02 RG-03 SD-051 SD-085 SD-086

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	ch := make(chan string, 3)
	ch <- "a"
	ch <- ""
	close(ch)
	fmt.Println("len", len(ch), "cap", cap(ch))
	for i := 0; i < 4; i++ {
		v, ok := <-ch
		fmt.Printf("%q %v\n", v, ok)
	}

	// close wakes every parked receiver with the zero value
	done := make(chan struct{})
	var wg sync.WaitGroup
	var mu sync.Mutex
	woken := 0
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, ok := <-done
			mu.Lock()
			if !ok {
				woken++
			}
			mu.Unlock()
		}()
	}
	time.Sleep(20 * time.Millisecond)
	close(done)
	wg.Wait()
	fmt.Println("woken by one close:", woken)

	// range stops when closed and drained
	nums := make(chan int, 5)
	for i := 0; i < 5; i++ {
		nums <- i * i
	}
	close(nums)
	sum := 0
	for v := range nums {
		sum += v
	}
	fmt.Println("range sum", sum)
	n := 0
	for range nums {
		n++
	}
	fmt.Println("range over closed empty channel iterates", n)

	// break leaves the rest in the channel
	q := make(chan int, 4)
	q <- 1
	q <- 2
	q <- 3
	for v := range q {
		if v == 2 {
			break
		}
	}
	fmt.Println("left after break", len(q))
}
