// 70-fifo-parked-senders: values leave in the order they were sent, across the buffer and the parked senders. A receive
// from a full buffer takes the head and admits the first parked sender's value at the tail in the same step, so len
// stays at cap; parked values do not count in len.
// Catalogue: CH-04 CH-05 CH-06 CH-07 CH-08 CH-09 CH-11 SD-050 SD-082 SD-084

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	ch := make(chan int, 3)
	for i := 1; i <= 3; i++ {
		ch <- i
	}
	fmt.Println("filled without a receiver: len", len(ch), "cap", cap(ch))
	select {
	case ch <- 0:
		fmt.Println("BUG: no room")
	default:
		fmt.Println("full")
	}
	admitted := make(chan int, 3)
	for i := 4; i <= 6; i++ {
		i := i
		go func() {
			ch <- i
			admitted <- i
		}()
		runtime.Gosched() // it parks before the next one starts
	}
	fmt.Println("three parked senders: len", len(ch), "admitted", len(admitted))
	for i := 0; i < 6; i++ {
		v := <-ch
		fmt.Println("got", v, "len", len(ch))
	}
	select {
	case v := <-ch:
		fmt.Println("BUG:", v)
	default:
		fmt.Println("empty")
	}
	for len(admitted) < 3 {
		runtime.Gosched()
	}
	fmt.Println("admitted", len(admitted))
}
