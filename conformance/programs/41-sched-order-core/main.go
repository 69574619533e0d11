// 41-sched-order-core: with one P the order is fixed: the goroutine started last sits in runnext and runs first, the
// others follow in FIFO order; Gosched goes to the global queue; a wake-up takes runnext; close readies its waiters
// last-in first. Program 41 without WaitGroup, Cond and the queue overflow (98 shows that).
// (Scheduler implementation facts, not language guarantees.)
// Catalogue: GO-21 CH-13 CH-31 CL-15 CL-16 SC-02 SC-03 SC-11 SC-24 SC-25 SC-29 SC-36 RT-06 SD-005 SD-027 SD-028

package main

import (
	"fmt"
	"runtime"
	"strings"
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
}
