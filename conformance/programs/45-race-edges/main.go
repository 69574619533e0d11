// 45-race-edges: which operations create happens-before edges: what one side wrote before the edge is what the other side
// reads after it. Where there is no edge Go's race detector reports a race and any value may be read, so those patterns
// have no lines: Sleep, NumGoroutine, len of a channel, a receive from a buffer with room, plain access beside an atomic,
// writes under RLock, append to one slice, close beside send, an Add beside a Wait. In JavaScript one thread runs them all, so
// even they are free of data races (D-02: the goroutine changes only at an operation).
// Catalogue: CH-24 CH-25 CH-30 WG-14 MU-16 RW-13 ON-11 MP-06 AT-11 CX-33 MM-02 MM-04 MM-05 MM-06 MM-07 MM-08 MM-09 MM-10
//   MM-12 MM-13 MM-14 MM-15 MM-20 MM-22 RW-15 SD-006 SD-037 SD-038

package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

var x int

var patterns = []struct {
	name string
	f    func() int
}{
	{"go statement: write before go, read inside", func() int {
		res := make(chan int)
		x = 1
		go func() { res <- x }()
		return <-res
	}},
	{"unbuffered send -> receive", func() int { c := make(chan int); go func() { x = 2; c <- 0 }(); <-c; return x }},
	{"unbuffered receive -> send completes", func() int { c := make(chan int); go func() { x = 3; <-c }(); c <- 0; return x }},
	{"buffered(1) as a lock: receive -> next send completes", func() int {
		c := make(chan int, 1)
		var wg sync.WaitGroup
		x = 0
		for i := 0; i < 4; i++ {
			wg.Add(1)
			go func() { c <- 0; x++; <-c; wg.Done() }()
		}
		wg.Wait()
		return x
	}},
	{"close -> receive of the zero value", func() int { c := make(chan int); go func() { x = 5; close(c) }(); <-c; return x }},
	{"select receive is a receive", func() int {
		c := make(chan int)
		go func() { x = 6; c <- 0 }()
		select {
		case <-c:
		case <-time.After(time.Second):
		}
		return x
	}},
	{"Mutex Unlock -> Lock", func() int {
		var m sync.Mutex
		m.Lock()
		go func() { x = 7; m.Unlock() }()
		m.Lock()
		return x
	}},
	{"RWMutex Unlock -> RLock", func() int {
		var m sync.RWMutex
		m.Lock()
		go func() { x = 8; m.Unlock() }()
		m.RLock()
		return x
	}},
	{"RWMutex RUnlock -> Lock", func() int {
		var m sync.RWMutex
		seen := 0
		m.RLock()
		go func() { seen = x; m.RUnlock() }()
		m.Lock()
		x = 9
		return seen
	}},
	{"WaitGroup Done -> Wait", func() int { var w sync.WaitGroup; w.Add(1); go func() { x = 10; w.Done() }(); w.Wait(); return x }},
	{"Once f -> Do returns", func() int {
		var o sync.Once
		c := make(chan int, 2)
		for i := 0; i < 2; i++ {
			go func() { o.Do(func() { x = 11 }); c <- x }()
		}
		return (<-c + <-c) / 2
	}},
	{"Cond Signal -> Wait returns", func() int {
		c := sync.NewCond(&sync.Mutex{})
		ready := false
		go func() { c.L.Lock(); x, ready = 12, true; c.L.Unlock(); c.Signal() }()
		c.L.Lock()
		for !ready {
			c.Wait()
		}
		c.L.Unlock()
		return x
	}},
	{"atomic store -> load that observes it", func() int {
		var f int32
		go func() { x = 13; atomic.StoreInt32(&f, 1) }()
		for atomic.LoadInt32(&f) == 0 {
			runtime.Gosched()
		}
		return x
	}},
	{"sync.Map Store -> Load", func() int {
		var m sync.Map
		go func() { x = 14; m.Store(1, 1) }()
		for {
			if _, ok := m.Load(1); ok {
				break
			}
			runtime.Gosched()
		}
		return x
	}},
	{"context cancel -> <-Done()", func() int {
		ctx, cancel := context.WithCancel(context.Background())
		go func() { x = 15; cancel() }()
		<-ctx.Done()
		return x
	}},
	{"AfterFunc call -> f", func() int {
		res := make(chan int)
		x = 16
		time.AfterFunc(1, func() { res <- x })
		return <-res
	}},
	{"reads only", func() int {
		c := make(chan int, 2)
		for i := 0; i < 2; i++ {
			go func() { c <- x }()
		}
		return <-c + <-c
	}},
	{"different slice elements", func() int {
		s := make([]int, 2)
		c := make(chan int, 2)
		for i := 0; i < 2; i++ {
			i := i
			go func() { s[i] = 9; c <- 0 }()
		}
		<-c
		<-c
		return s[0] + s[1]
	}},
}

func main() {
	for _, p := range patterns {
		fmt.Printf("%-56s %d\n", p.name, p.f())
	}
}
