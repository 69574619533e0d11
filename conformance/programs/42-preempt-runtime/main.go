// 42-preempt-runtime: a blocked goroutine does not hold the processor, and neither does one that never blocks: its operations
// all complete at once, yet a sleeper comes back in time. NumGoroutine counts a goroutine from the go statement until its
// function has returned; Stack lists what each is doing. No lines here, since one thread of JavaScript has nothing like it:
// a loop without any operation is not preempted (SC-12), NumCPU, GOMAXPROCS, LockOSThread, GC, Caller, a stack cut to a
// buffer (RT-01 RT-02 RT-07 RT-09 RT-12 RT-18).
// Catalogue: GO-15 CH-28 DM-08 DM-21 RT-04 RT-08 SC-12 SC-14 TM-01 SD-010 SD-057 SD-064 SD-078 SD-090 SD-091

package main

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()

	// a goroutine that is always ready
	stop := false
	spins := 0
	fin := make(chan struct{})
	go func() {
		self := make(chan int, 1)
		for !stop {
			self <- spins
			spins = <-self + 1
		}
		close(fin)
	}()
	time.Sleep(30 * time.Millisecond) // comes back although the only P was busy
	stop = true
	<-fin
	fmt.Println("busy loop was preempted:", spins > 0)

	// ten goroutines parked on one P: main goes on
	fmt.Println("goroutines", runtime.NumGoroutine())
	hold := make(chan struct{})
	ended := make(chan int, 10)
	for i := 0; i < 10; i++ {
		i := i
		go func() {
			<-hold
			ended <- i
		}()
	}
	fmt.Println("goroutines", runtime.NumGoroutine())
	runtime.Gosched()
	fmt.Println("parked, ended so far:", len(ended))
	close(hold)
	for runtime.NumGoroutine() > 1 {
		runtime.Gosched()
	}
	fmt.Println("goroutines", runtime.NumGoroutine(), "ended", len(ended))

	// what everybody is doing, the caller first
	stack := func() string {
		buf := make([]byte, 1<<16)
		return string(buf[:runtime.Stack(buf, true)])
	}
	fmt.Println(strings.SplitN(stack(), "\n", 2)[0])
	res := make(chan string)
	go func() { res <- stack() }()
	st := <-res
	fmt.Println("header:", regexp.MustCompile(`^goroutine \d+ \[running\]:\n`).MatchString(st), "creator line:", strings.Contains(st, "created by "))
	go func() { <-make(chan int) }()
	go func() { make(chan int) <- 1 }()
	runtime.Gosched()
	all := stack()
	fmt.Println("all stacks:", strings.Count(all, "\ngoroutine ")+1)
	fmt.Println("receiver listed:", strings.Contains(all, " [chan receive]:"))
	fmt.Println("sender listed:", strings.Contains(all, " [chan send]:"))
}
