// 41-sched-order: with one P the order is fixed: the goroutine started last sits in runnext and runs first, the others follow
// in FIFO order; Gosched goes to the global queue; a wake-up takes runnext; close readies its waiters last-in first; when the
// 256-slot local queue is full, its older half moves to the global queue, from which one goroutine is taken every 61st
// round and the rest when the local queue is empty. (Scheduler implementation facts, not language guarantees.)
// Catalogue: GO-21 CH-13 CH-31 CL-15 CL-16 WG-15 CO-11 SC-02 SC-03 SC-05 SC-06 SC-07 SC-08 SC-11 SC-24 SC-25
//   SC-29 SC-36 RT-06 SD-005 SD-027 SD-028 SD-032

package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

// spawn starts n goroutines and lets them all run; it returns the order in which they ran.
func spawn(n int) []int {
	order := make([]int, 0, n)
	for i := 0; i < n; i++ {
		i := i
		go func() { order = append(order, i) }() // one P: no two run at once
	}
	for len(order) < n {
		runtime.Gosched()
	}
	return order
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	fmt.Println(spawn(1), spawn(2), spawn(5))

	// ping-pong: Gosched puts the caller on the GLOBAL queue
	var log []string
	done := make(chan bool)
	go func() {
		for i := 0; i < 3; i++ {
			log = append(log, fmt.Sprint("g", i))
			runtime.Gosched()
		}
		close(done)
	}()
	for i := 0; i < 3; i++ {
		log = append(log, fmt.Sprint("m", i))
		runtime.Gosched()
	}
	<-done
	fmt.Println(strings.Join(log, " "))

	// readying several goroutines: the last one made ready takes runnext
	var woke []int
	chs := make([]chan int, 4)
	for i := range chs {
		i := i
		chs[i] = make(chan int)
		go func() { <-chs[i]; woke = append(woke, i) }()
	}
	runtime.Gosched()
	for _, c := range chs {
		c <- 1
	}
	for len(woke) < 4 {
		runtime.Gosched()
	}
	fmt.Println("woken", woke)

	// close collects the waiters on a stack, so it readies them last-in first; the first waiter is readied last,
	// lands in runnext and runs first, then the others in reverse order (queue here: 3 0 1 2)
	woke = nil
	c := make(chan int)
	for i := 0; i < 4; i++ {
		i := i
		go func() { <-c; woke = append(woke, i) }()
	}
	runtime.Gosched()
	close(c)
	for len(woke) < 4 {
		runtime.Gosched()
	}
	fmt.Println("closed", woke)

	// WaitGroup.Wait and Cond.Broadcast release their waiters in FIFO order instead
	woke = nil
	var wg sync.WaitGroup
	wg.Add(1)
	for i := 0; i < 4; i++ {
		i := i
		go func() { wg.Wait(); woke = append(woke, i) }()
	}
	runtime.Gosched()
	wg.Done()
	for len(woke) < 4 {
		runtime.Gosched()
	}
	fmt.Println("WaitGroup", woke)
	woke = nil
	cond := sync.NewCond(&sync.Mutex{})
	for i := 0; i < 4; i++ {
		i := i
		go func() { cond.L.Lock(); cond.Wait(); woke = append(woke, i); cond.L.Unlock() }()
	}
	runtime.Gosched()
	cond.Broadcast()
	for len(woke) < 4 {
		runtime.Gosched()
	}
	fmt.Println("Broadcast", woke)

	// 300 goroutines: 0..127 and 256 overflow to the global queue, 128..255 and 257..298 stay local, 299 is runnext
	order := spawn(300)
	pos := make([]int, 300)
	for p, g := range order {
		pos[g] = p
	}
	fifo := func(ids ...int) bool {
		for i := 1; i < len(ids); i++ {
			if pos[ids[i-1]] > pos[ids[i]] {
				return false
			}
		}
		return true
	}
	seq := func(a, b int) (r []int) {
		for i := a; i <= b; i++ {
			r = append(r, i)
		}
		return
	}
	global, local := append(seq(0, 127), 256), append(seq(128, 255), seq(257, 298)...)
	early := 0
	for _, g := range global {
		if pos[g] < pos[298] {
			early++
		}
	}
	fmt.Println("first is the last started:", order[0] == 299)
	fmt.Println("local part FIFO:", fifo(local...), "overflowed part FIFO:", fifo(global...))
	fmt.Println("taken early by the every-61st rule (170 local runs, so 2 or 3):", early == 2 || early == 3)
	fmt.Println("the rest of the global queue only after the local queue is empty:", pos[256] == 299)
}
