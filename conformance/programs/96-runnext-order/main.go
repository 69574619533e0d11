// 96-runnext-order: on one P, what was made runnable last runs next: a goroutine just started or just woken takes the
// runnext slot and kicks the one in it to the tail of the queue. Neither start nor wake-up switches.
// (Scheduler implementation facts, not language guarantees.)
// Catalogue: GO-21 CH-31 SC-02 SC-03 SC-24 SC-25 SC-29 SD-027 SD-028

package main

import (
	"fmt"
	"runtime"
	"strings"
)

var log []string

func note(s string) { log = append(log, s) }

func until(n int) {
	for len(log) < n {
		runtime.Gosched()
	}
	fmt.Println(strings.Join(log, " "))
	log = nil
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()

	// goroutines that start goroutines
	for _, name := range []string{"a", "b", "c"} {
		name := name
		go func() {
			note(name)
			go note(name + "1")
			go note(name + "2")
			note(name + ".")
		}()
	}
	until(12)

	// a wake-up takes runnext from the goroutine just started
	c := make(chan int)
	go func() {
		<-c
		note("woken")
	}()
	runtime.Gosched()
	go note("first")
	go note("second")
	c <- 1
	note("sender goes on")
	until(4)

	// and a start takes it from the one just woken
	go func() {
		<-c
		note("woken")
	}()
	runtime.Gosched()
	go note("first")
	c <- 1
	go note("second")
	note("sender goes on")
	until(4)

	// a receiver that takes a parked sender's value makes that sender runnable next
	for i := 0; i < 3; i++ {
		i := i
		go func() {
			c <- i
			note(fmt.Sprint("sender", i))
		}()
		runtime.Gosched()
	}
	for i := 0; i < 3; i++ {
		note(fmt.Sprint("got", <-c))
	}
	until(6)

	// producer and consumer without a buffer: each runs until it must wait
	done := make(chan bool)
	go func() {
		for i := 0; i < 4; i++ {
			note(fmt.Sprint("p", i))
			c <- i
		}
		close(done)
	}()
	for i := 0; i < 4; i++ {
		note(fmt.Sprint("c", <-c))
	}
	<-done
	until(8)

	// with a buffer of two
	b := make(chan int, 2)
	go func() {
		for i := 0; i < 6; i++ {
			note(fmt.Sprint("p", i))
			b <- i
		}
		close(b)
	}()
	for v := range b {
		note(fmt.Sprint("c", v))
	}
	until(12)
}
