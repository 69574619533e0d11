// 158-rwmutex-recursive: a goroutine that takes the read lock twice waits for itself if a writer comes between: the
// writer waits for the first, the second RLock for the writer.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.RWMutex.RLock]:"
// Since go1.20: "goroutine N [semacquire]:" reads "goroutine N [sync.RWMutex.Lock]:"
// Catalogue: RW-02 RW-11 RW-16 DL-10 DM-11

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var rw sync.RWMutex
	rw.RLock()
	rw.RLock()
	fmt.Println("twice, without a writer")
	rw.RUnlock()
	go func() {
		rw.Lock()
		fmt.Println("BUG: a reader is inside")
	}()
	time.Sleep(20 * time.Millisecond)
	rw.RLock()
	fmt.Println("BUG: a writer waits")
}
