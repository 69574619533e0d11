// 198-context-timer-deadlock: a pending deadline postpones the report of a deadlock until it has expired; a cancelled
// one does not.
// Catalogue: CX-18 DL-02 DL-11 DL-12 TM-24

package main

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1) // on another processor Go may overlook for a while that a timer is stopped
	_, cancel := context.WithTimeout(context.Background(), time.Hour)
	cancel()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	go func() {
		<-ctx.Done()
		fmt.Println("expired:", ctx.Err())
	}()
	select {
	case <-make(chan int):
	case <-context.Background().Done():
	}
}
