// 105-select-closed-while-parked: a select that waits to send panics when the channel is closed under it, one that
// waits to receive gets the zero value; either leaves its other channels without a waiter.
// Catalogue: SE-08 SE-14 SE-15 CL-10

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	c, d := make(chan int), make(chan int)
	result := make(chan interface{})
	go func() {
		defer func() { result <- recover() }()
		select {
		case c <- 1:
			fmt.Println("BUG: sent")
		case v := <-d:
			fmt.Println("BUG:", v)
		}
	}()
	runtime.Gosched()
	close(c)
	fmt.Println("sender:", <-result)
	select {
	case d <- 5:
		fmt.Println("BUG: somebody took it")
	default:
		fmt.Println("nobody waits for d")
	}

	e := make(chan int)
	go func() {
		select {
		case v, ok := <-e:
			result <- fmt.Sprint(v, " ", ok)
		case v := <-d:
			fmt.Println("BUG:", v)
		}
	}()
	runtime.Gosched()
	close(e)
	fmt.Println("receiver:", <-result)
	select {
	case d <- 5:
		fmt.Println("BUG: somebody took it")
	default:
		fmt.Println("nobody waits for d")
	}
}
