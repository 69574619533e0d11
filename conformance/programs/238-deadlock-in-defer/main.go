// 238-deadlock-in-defer: a deferred call that waits for ever is a deadlock like any other, and the deferred calls
// behind it never run.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.Mutex.Lock]:"
// Catalogue: DL-02 DL-03 DL-05 DF-02 MU-05

package main

import (
	"fmt"
	"sync"
)

func main() {
	defer fmt.Println("BUG: it comes after the one that waits")
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	defer func() {
		fmt.Println("cleaning up")
		mu.Lock()
	}()
	defer fmt.Println("first to run")
	fmt.Println("returning")
}
