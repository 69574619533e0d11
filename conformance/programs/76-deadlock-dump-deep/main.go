// 76-deadlock-dump-deep: a deadlock lists every goroutine with what it waits for: in a full channel, in a range, five calls
// deep; not one that has ended. (16 shows select and sync.)
// Catalogue: NC-01 NC-02 RG-05 DL-02 DL-03 DM-01 DM-06 DM-08 DM-09 DM-16

package main

import (
	"fmt"
	"time"
)

func recvNil()   { var c chan int; <-c }
func sendNil()   { var c chan int; c <- 1 }
func recvEmpty() { <-make(chan int) }
func sendFull() {
	c := make(chan int, 2)
	c <- 1
	c <- 2
	c <- 3
}
func sendUnbuffered() { make(chan int) <- 1 }
func rangeEmpty() {
	for range make(chan int) {
	}
}
func ended() {}
func deep(n int, c chan int) {
	if n == 0 {
		<-c
		return
	}
	deep(n-1, c)
}
func recvDeep() { deep(5, make(chan int)) }

func main() {
	defer fmt.Println("BUG: a deadlock runs no defers")
	for _, f := range []func(){recvNil, sendNil, recvEmpty, sendFull, sendUnbuffered, rangeEmpty, ended, recvDeep} {
		go f()
	}
	time.Sleep(10 * time.Millisecond)
	fmt.Println("main blocks last")
	make(chan int) <- 1
}
