// 132-fatal-lists-sleepers: a fatal error of a Mutex cannot be recovered, runs no deferred calls, and lists all
// goroutines with what they do: the sleeping, the waiting, the one that ended is gone.
// Catalogue: TM-27 MU-08 MU-09 DL-01 DL-09 DM-06 DM-14 PN-31

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	defer fmt.Println("BUG: a deferred call ran")
	go time.Sleep(time.Hour)
	go func() { <-make(chan int) }()
	go func() {}()
	time.Sleep(20 * time.Millisecond)
	fmt.Println("unlocking once too often")
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	mu.Unlock()
}
