// 16-deadlock-dump: the dump of a deadlock lists every goroutine with what it waits for. Nothing here is locked to a thread: in
// JavaScript there is none to lock to (DM-15, DL-18).
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.Mutex.Lock]:"
// Since go1.20: "goroutine N [semacquire]:" reads "goroutine N [sync.Mutex.Lock]:"
// Since go1.20: "goroutine N [semacquire]:" reads "goroutine N [sync.RWMutex.RLock]:"
// Since go1.24: "goroutine N [semacquire]:" reads "goroutine N [sync.WaitGroup.Wait]:"
// Catalogue: NC-01 NC-02 NC-08 RG-05 SE-12 WG-16 RW-16 CO-09 DL-10 DM-01 DM-06 DM-08 DM-09 DM-10 DM-11 DM-12 DM-13 DM-16

package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

var mu sync.Mutex
var rw sync.RWMutex
var wg sync.WaitGroup
var cond = sync.NewCond(new(sync.Mutex))

func recvNil()   { var c chan int; <-c }
func sendNil()   { var c chan int; c <- 1 }
func recvEmpty() { <-make(chan int) }
func sendFull()  { make(chan int) <- 1 }
func rangeEmpty() {
	for range make(chan int) {
	}
}
func selectNone() { select {} }
func selectTwo() {
	select {
	case <-make(chan int):
	case make(chan int) <- 1:
	}
}
func selectNilOnly() { // one nil case still parks as a plain nil-channel receive
	var c chan int
	select {
	case <-c:
	}
}
func lockHeld()  { mu.Lock() }
func rlockHeld() { rw.RLock() }
func condWait()  { cond.L.Lock(); cond.Wait() }
func wgWait()    { wg.Wait() }

func main() {
	mu.Lock()
	rw.Lock()
	wg.Add(1)
	for _, f := range []func(){recvNil, sendNil, recvEmpty, sendFull, rangeEmpty, selectNone, selectTwo,
		selectNilOnly, lockHeld, rlockHeld, condWait, wgWait} {
		go f()
		time.Sleep(2 * time.Millisecond)
	}
	fmt.Println("goroutines", runtime.NumGoroutine())
	mu.Lock() // main blocks last
}
