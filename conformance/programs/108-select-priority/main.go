// 108-select-priority: select has no priorities: what must come first is asked for by a select of its own, with a
// default, before the one that waits for both.
// Catalogue: SE-06 SE-20

package main

import "fmt"

func main() {
	urgent, normal := make(chan int, 10), make(chan int, 10)
	for i := 0; i < 5; i++ {
		normal <- i
		urgent <- 100 + i
	}
	next := func() int {
		select {
		case v := <-urgent:
			return v
		default:
		}
		select {
		case v := <-urgent:
			return v
		case v := <-normal:
			return v
		}
	}
	for i := 0; i < 3; i++ {
		fmt.Println(next())
	}
	urgent <- 200
	for i := 0; i < 8; i++ {
		fmt.Println(next())
	}
}
