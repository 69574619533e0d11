// 104-select-timeout: a case on time.After is a timeout; its timer starts anew each time the select is entered.
// Catalogue: SE-13 TM-22 GO-24

package main

import (
	"fmt"
	"time"
)

func main() {
	c := make(chan string)
	go func() {
		time.Sleep(50 * time.Millisecond)
		c <- "first"
		time.Sleep(400 * time.Millisecond)
		c <- "second"
	}()
	for i := 0; i < 4; i++ {
		select {
		case v := <-c:
			fmt.Println("got", v)
		case <-time.After(250 * time.Millisecond):
			fmt.Println("timeout")
		}
	}

	// one timer for the whole loop instead
	deadline := time.After(50 * time.Millisecond)
	tries := 0
	for over := false; !over; tries++ {
		select {
		case v := <-c:
			fmt.Println("BUG:", v)
		case <-deadline:
			over = true
		case <-time.After(20 * time.Millisecond):
		}
	}
	fmt.Println("gave up after some tries:", tries >= 2)
}
