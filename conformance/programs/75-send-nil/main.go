// 75-send-nil: sending to a nil channel blocks for ever; the goroutines that are done do not appear in the dump. Exit
// code 2.
// Catalogue: NC-02 DM-09 DL-02 DL-05

package main

import "fmt"

func main() {
	done := make(chan bool)
	go func() { done <- true }()
	<-done
	var nilch chan int
	fmt.Println("about to send")
	nilch <- 1
	fmt.Println("BUG: unreachable")
}
