// 159-rwmutex-upgrade: a read lock cannot be made a write lock: Lock waits for the goroutine's own RLock. A second
// writer waits for the first on a Mutex inside.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.RWMutex.Lock]:"
// Since go1.20: "goroutine N [semacquire]:" reads "goroutine N [sync.Mutex.Lock]:"
// Catalogue: RW-12 RW-16 DL-10 DM-10 DM-11

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var rw sync.RWMutex
	rw.RLock()
	go func() {
		time.Sleep(20 * time.Millisecond)
		rw.Lock()
		fmt.Println("BUG: another writer waits, and a reader is inside")
	}()
	fmt.Println("upgrading")
	rw.Lock()
	fmt.Println("BUG: upgraded")
}
