// 90-relay: a value passed along a chain of 10,000 goroutines, each adding one.
// Catalogue: CH-34 SD-034 SD-056

package main

import "fmt"

const stages = 10000

func stage(left chan<- int, right <-chan int) { left <- 1 + <-right }

func main() {
	leftmost := make(chan int)
	left := leftmost
	for i := 0; i < stages; i++ {
		right := make(chan int)
		go stage(left, right)
		left = right
	}
	go func(c chan<- int) { c <- 0 }(left)
	fmt.Println(<-leftmost)
}
