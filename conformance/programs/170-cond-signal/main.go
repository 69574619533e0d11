// 170-cond-signal: Signal wakes the goroutine that has waited longest, whether the lock is held or not; without a
// waiter it is lost.
// Catalogue: CO-02 CO-03 CO-04 CO-05

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	c.Signal()
	c.Broadcast()
	fmt.Println("signals without a waiter are lost")
	woken := make(chan int)
	for i := 0; i < 3; i++ {
		go func(n int) {
			mu.Lock()
			c.Wait()
			mu.Unlock()
			woken <- n
		}(i)
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("waiting goroutines have released the lock:", mu.TryLock())
	c.Signal() // with the lock held
	select {
	case n := <-woken:
		fmt.Println("BUG: woken without the lock:", n)
	case <-time.After(20 * time.Millisecond):
	}
	mu.Unlock()
	fmt.Println("woken", <-woken)
	c.Signal() // without it
	fmt.Println("woken", <-woken)
	c.Signal()
	fmt.Println("woken", <-woken)
}
