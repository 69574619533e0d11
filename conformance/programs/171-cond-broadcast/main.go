// 171-cond-broadcast: Broadcast wakes all; whoever gets the lock first may use up what they waited for, so Wait
// belongs in a loop.
// Catalogue: CO-01 CO-03 CO-06

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	tickets, checks := 0, 0
	got := make(chan bool)
	for i := 0; i < 5; i++ {
		go func() {
			mu.Lock()
			for tickets == 0 {
				c.Wait()
				checks++
			}
			tickets--
			mu.Unlock()
			got <- true
		}()
	}
	time.Sleep(20 * time.Millisecond)
	for round := 1; round <= 2; round++ {
		mu.Lock()
		tickets = 2
		mu.Unlock()
		c.Broadcast()
		<-got
		<-got
		time.Sleep(20 * time.Millisecond)
		mu.Lock()
		fmt.Println("round", round, "tickets left", tickets, "looked after waking", checks)
		mu.Unlock()
	}
	mu.Lock()
	tickets++
	mu.Unlock()
	c.Signal()
	<-got
	fmt.Println("all five served, looked", checks)
}
