// 29-mutex: zero value, TryLock, unlock by another goroutine, hand-over of a contended lock, no reentrancy, starvation mode.
// Catalogue: MU-02 MU-03 MU-04 MU-05 MU-06 MU-07 MU-11 MU-18

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	fmt.Println("TryLock free:", mu.TryLock())
	fmt.Println("TryLock held by the same goroutine:", mu.TryLock())

	// not owned by a goroutine: any goroutine may unlock
	unlocked := make(chan struct{})
	go func() { mu.Unlock(); close(unlocked) }()
	<-unlocked
	mu.Lock()
	fmt.Println("locked again after a foreign Unlock")

	// second Lock in the same goroutine blocks (no reentrancy)
	entered := make(chan struct{})
	go func() { mu.Lock(); close(entered) }()
	select {
	case <-entered:
		fmt.Println("BUG")
	case <-time.After(30 * time.Millisecond):
		fmt.Println("second Lock waits")
	}
	mu.Unlock()
	<-entered
	mu.Unlock()

	// waiters that parked in a known order get the lock in that order when nobody else competes
	mu.Lock()
	out := make(chan int, 3)
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		i := i
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			out <- i
			time.Sleep(2 * time.Millisecond)
			mu.Unlock()
		}()
		time.Sleep(10 * time.Millisecond)
	}
	mu.Unlock()
	wg.Wait()
	fmt.Println("parked waiters:", <-out, <-out, <-out)

	// defer Unlock releases also when the critical section panics
	func() {
		defer func() { recover() }()
		mu.Lock()
		defer mu.Unlock()
		panic("x")
	}()
	fmt.Println("free after panic with defer Unlock:", mu.TryLock())
	mu.Unlock()

	// starvation mode: a waiter that has waited more than 1ms is handed the lock by Unlock directly
	mu.Lock()
	got := make(chan struct{})
	go func() { mu.Lock(); close(got); time.Sleep(5 * time.Millisecond); mu.Unlock() }()
	time.Sleep(20 * time.Millisecond)
	mu.Unlock()
	time.Sleep(time.Millisecond)
	select {
	case <-got:
		fmt.Println("starving waiter got it; TryLock now", mu.TryLock())
	default:
		fmt.Println("BUG?")
	}

	var l sync.Locker = &mu
	l.Lock()
	l.Unlock()
	fmt.Println("*Mutex is a Locker")
}
