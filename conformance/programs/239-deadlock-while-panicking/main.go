// 239-deadlock-while-panicking: a deferred call that waits for ever keeps a panic from being reported: what is
// reported is the deadlock.
// Catalogue: DL-02 PN-04 DM-08

package main

import "fmt"

func main() {
	c := make(chan int)
	defer func() {
		fmt.Println("waiting for somebody who could help")
		<-c
	}()
	panic("never reported")
}
