// 109-select-fifo: a waiting select stands in the line of each of its channels, first come first served; once one
// case has happened, its places in the other lines are void.
// Catalogue: SE-15 SE-22 SE-25

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	c, d := make(chan int), make(chan int)
	log := make(chan string, 8)
	go func() { // A: first in both lines
		select {
		case v := <-c:
			log <- fmt.Sprint("A got ", v, " from c")
		case v := <-d:
			log <- fmt.Sprint("A got ", v, " from d")
		}
	}()
	runtime.Gosched()
	go func() { // B: second in c's line
		log <- fmt.Sprint("B got ", <-c, " from c")
	}()
	runtime.Gosched()

	c <- 1                        // to A
	other := "nobody waits for d" // printed later: while a thread writes, another may take its P
	select {
	case d <- 2: // A has not run yet, but it is served
		other = "BUG: A took two values"
	default:
	}
	c <- 3 // to B
	first := <-log
	fmt.Println(other)
	fmt.Println(first)
	fmt.Println(<-log)

	// the other way round: parked senders
	go func() {
		select {
		case c <- 10:
			log <- "first sender: c"
		case d <- 11:
			log <- "first sender: d"
		}
	}()
	runtime.Gosched()
	go func() {
		d <- 20
		log <- "second sender: d"
	}()
	runtime.Gosched()
	fmt.Println(<-d, <-d)
	select {
	case v := <-c:
		fmt.Println("BUG:", v)
	default:
		fmt.Println("nothing left in c")
	}
	a, b := <-log, <-log
	if a > b {
		a, b = b, a
	}
	fmt.Println(a+",", b)
}
