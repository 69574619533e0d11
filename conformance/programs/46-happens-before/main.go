// 46-happens-before: the memory model's own examples: what one goroutine wrote before the go statement, the send, the
// close or the receive is seen by the other one after it.
// Catalogue: MM-02 MM-04 MM-05 MM-06 MM-07 CH-30

package main

import "fmt"

func main() {
	var a string

	// the go statement happens before the goroutine's start, a send before the receive completes
	a = "before go"
	done := make(chan bool, 1)
	go func() {
		fmt.Println("goroutine sees:", a)
		a = "before send"
		done <- true
	}()
	<-done
	fmt.Println("main sees:", a)

	// a close happens before the receive that returns because of it
	end := make(chan bool)
	go func() {
		a = "before close"
		close(end)
	}()
	<-end
	fmt.Println("main sees:", a)

	// unbuffered: the receive happens before the send completes
	c := make(chan int)
	go func() {
		a = "before receive"
		<-c
	}()
	c <- 0
	fmt.Println("main sees:", a)

	// capacity C: the k-th receive happens before the (k+C)-th send completes, so a channel of one is a lock
	lock := make(chan bool, 1)
	last := make(chan int)
	n := 0
	for i := 0; i < 100; i++ {
		go func() {
			lock <- true
			n++
			v := n
			<-lock
			if v == 100 {
				last <- v
			}
		}()
	}
	fmt.Println("counted:", <-last)
}
