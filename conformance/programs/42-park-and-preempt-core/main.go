// 42-park-and-preempt-core: a blocked goroutine does not hold the processor, and neither does one that never blocks:
// its operations all complete at once, yet a sleeper comes back in time. NumGoroutine counts a goroutine from the go
// statement until its function has returned; Stack lists what each is doing. The part of program 42 that asks
// nothing about processors and threads.
// Catalogue: GO-15 CH-28 DM-08 DM-21 RT-04 RT-08 SC-12 SC-14 TM-01 SD-010 SD-057 SD-064 SD-078 SD-090 SD-091

package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()

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

	// what everybody is doing, the caller first
	go func() { <-make(chan int) }()
	go func() { make(chan int) <- 1 }()
	runtime.Gosched()
	buf := make([]byte, 1<<16)
	all := string(buf[:runtime.Stack(buf, true)])
	fmt.Println(strings.SplitN(all, "\n", 2)[0])
	fmt.Println("receiver listed:", strings.Contains(all, " [chan receive]:"))
	fmt.Println("sender listed:", strings.Contains(all, " [chan send]:"))
}
