// 129-pending-timer-deadlock: a pending AfterFunc postpones the report of a deadlock until it has fired; it may also
// be what resolves it.
// Catalogue: TM-24 DL-02 DL-11 DM-08

package main

import (
	"fmt"
	"time"
)

func main() {
	c := make(chan string)
	time.AfterFunc(10*time.Millisecond, func() { c <- "rescued by a timer" })
	fmt.Println(<-c)
	time.AfterFunc(30*time.Millisecond, func() { fmt.Println("fired, to no avail") })
	<-c
}
