// 131-forgotten-timer-deadlock: a timer for whose channel nobody waits: up to Go 1.22 it postpones the report of a
// deadlock until it fires, since 1.23 it does not count. (The wait is short, so that this program ends the same way
// in both.)
// Catalogue: TM-09 TM-25 DL-02

package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(50 * time.Millisecond)
	_ = time.After(60 * time.Millisecond)
	fmt.Println("waiting for something else than", cap(make(chan int, 1)), "timer")
	select {
	case <-make(chan int):
	case <-make(chan bool):
	}
	t.Stop()
}
