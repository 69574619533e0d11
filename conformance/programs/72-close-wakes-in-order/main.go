// 72-close-wakes-in-order: close readies all parked receivers, and all parked senders (which panic), last-in first: on one
// P the first one in line takes runnext and runs first, then the others from the last to the second.
// Catalogue: CL-03 CL-11 CL-15 CL-16 SC-02 SC-03

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()

	receivers := make(chan int)
	var woke []int
	for i := 0; i < 6; i++ {
		i := i
		go func() {
			v, ok := <-receivers
			if v != 0 || ok {
				panic("BUG: a close has no value")
			}
			woke = append(woke, i)
		}()
		runtime.Gosched() // in line as 0 1 2 3 4 5
	}
	close(receivers)
	fmt.Println("close returned, woken so far", len(woke))
	for len(woke) < 6 {
		runtime.Gosched()
	}
	fmt.Println("receivers", woke)

	senders := make(chan int, 1)
	senders <- 42
	woke = nil
	var reasons []interface{}
	for i := 0; i < 6; i++ {
		i := i
		go func() {
			defer func() {
				reasons = append(reasons, recover())
				woke = append(woke, i)
			}()
			senders <- i
		}()
		runtime.Gosched()
	}
	close(senders)
	for len(woke) < 6 {
		runtime.Gosched()
	}
	fmt.Println("senders", woke)
	for _, r := range reasons {
		fmt.Println(r)
	}
	for i := 0; i < 2; i++ {
		v, ok := <-senders
		fmt.Println("left in the buffer:", v, ok)
	}
}
