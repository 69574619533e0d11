// 77-deadlock-of-some: goroutines that wait for each other for ever are not reported while any other one can run or
// sleeps; they disappear when main returns. Exit code 0.
// Catalogue: DL-07 DL-08 GO-24 DM-14 SD-040 SD-060

package main

import (
	"fmt"
	"time"
)

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		<-a
		b <- 1
	}()
	go func() {
		<-b
		a <- 1
	}()
	go func() { <-make(chan int) }()
	time.Sleep(30 * time.Millisecond)
	fmt.Println("main slept while three goroutines were stuck")
	c := make(chan string)
	go func() {
		time.Sleep(10 * time.Millisecond)
		c <- "woken by a sleeper"
	}()
	fmt.Println(<-c)
}
