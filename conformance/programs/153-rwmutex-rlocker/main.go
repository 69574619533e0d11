// 153-rwmutex-rlocker: RLocker is the reading side as a Locker; here it is what a Cond locks.
// Catalogue: RW-06 MU-18 CO-01 CO-03

package main

import (
	"fmt"
	"sync"
	"time"
)

func twice(l sync.Locker) {
	for i := 0; i < 2; i++ {
		l.Lock()
		l.Unlock()
	}
}

func main() {
	var rw sync.RWMutex
	twice(&rw)
	twice(rw.RLocker())
	l := rw.RLocker()
	l.Lock()
	fmt.Println("locked for reading; TryRLock:", rw.TryRLock(), "TryLock:", rw.TryLock())
	rw.RUnlock()
	l.Unlock()
	fmt.Println("free:", rw.TryLock())
	rw.Unlock()

	ready := 0
	c := sync.NewCond(rw.RLocker())
	woken := make(chan int)
	for i := 0; i < 2; i++ {
		go func() {
			c.L.Lock()
			for ready == 0 {
				c.Wait()
			}
			woken <- ready
			c.L.Unlock()
		}()
	}
	time.Sleep(20 * time.Millisecond)
	rw.Lock()
	ready = 7
	rw.Unlock()
	c.Broadcast()
	fmt.Println("woken with", <-woken, <-woken)
}
