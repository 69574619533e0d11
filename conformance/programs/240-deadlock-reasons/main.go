// 240-deadlock-reasons: a report of all who wait: locks, conditions, groups and channels, each with its reason.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.RWMutex.RLock]:"
// Catalogue: DL-02 DL-10 DM-06 DM-08 DM-11 DM-13 RW-16

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var rw sync.RWMutex
	rw.Lock()
	c := sync.NewCond(&sync.Mutex{})
	done := make(chan int)
	go func() {
		c.L.Lock()
		c.Wait()
	}()
	go func() {
		for range done {
		}
	}()
	go func() { make(chan int, 0) <- 1 }()
	go func() {
		select {
		case <-done:
		case <-make(chan bool):
		}
	}()
	time.Sleep(20 * time.Millisecond)
	fmt.Println("all wait, and main for a reader's lock")
	rw.RLock()
}
