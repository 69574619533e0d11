// 130-stopped-timer-deadlock: a stopped timer does not postpone the report of a deadlock.
// Catalogue: DL-12 DL-02 TM-03

package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1) // on another processor Go may overlook for a while that it is stopped
	t := time.AfterFunc(time.Hour, func() { fmt.Println("BUG: an hour has passed") })
	k := time.NewTicker(time.Hour)
	fmt.Println("stopped:", t.Stop())
	k.Stop()
	time.Sleep(time.Millisecond)
	select {
	case <-k.C:
	case <-make(chan int):
	}
}
