// 71-fifo-parked-receivers: parked receivers are served first in, first out, by direct hand-over: a value for a parked
// receiver does not pass through the buffer, and the sender goes on without blocking.
// Catalogue: CH-03 CH-10 CH-12 CH-13 CH-31 SC-25

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	for _, capacity := range []int{0, 2} {
		ch := make(chan string, capacity)
		var got [4]string
		for i := 0; i < 4; i++ {
			i := i
			go func() { got[i] = <-ch }()
			runtime.Gosched() // it parks before the next one starts
		}
		for _, v := range []string{"a", "b", "c", "d"} {
			ch <- v
			fmt.Print("sent ", v, ", len ", len(ch), "; ")
		}
		fmt.Println()
		for got[0] == "" || got[1] == "" || got[2] == "" || got[3] == "" {
			runtime.Gosched()
		}
		fmt.Println("capacity", capacity, "received", got)
		select {
		case ch <- "e":
			fmt.Println("room for one more, len", len(ch))
		default:
			fmt.Println("nobody left to receive")
		}
	}
}
