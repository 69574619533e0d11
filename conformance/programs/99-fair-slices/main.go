// 99-fair-slices: on one P, two goroutines that keep waking each other cannot starve a third, nor can one whose operations
// never block: time slices see to it. A sleeper comes back as well.
// Catalogue: SC-04 SC-07 SC-12 SC-35 CH-28 SD-064

package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	stop := false
	ended := make(chan string, 3)

	var trips, turns, spins int
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v
		}
		close(pong)
	}()
	go func() {
		for !stop {
			ping <- 1
			<-pong
			trips++
		}
		close(ping)
		ended <- "ping-pong"
	}()
	go func() {
		for !stop {
			turns++
			runtime.Gosched()
		}
		ended <- "yielding"
	}()
	go func() {
		self := make(chan int, 1)
		for !stop {
			self <- 1
			<-self
			spins++
		}
		ended <- "always ready"
	}()

	// ends as soon as all three have come to run, and fails after five seconds
	for i := 0; i < 500 && (trips == 0 || turns == 0 || spins == 0); i++ {
		time.Sleep(10 * time.Millisecond)
	}
	stop = true
	for i := 0; i < 3; i++ {
		<-ended
	}
	fmt.Println("ping-pong went on:", trips > 0)
	fmt.Println("yielding went on:", turns > 0)
	fmt.Println("always ready went on:", spins > 0)
}
