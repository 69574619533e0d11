// 151-rwmutex-writer-preference: a waiting writer stops new readers, and gets the lock when those who were inside
// have left.
// Catalogue: RW-02 RW-03

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var rw sync.RWMutex
	log := make(chan string, 10)
	done := make(chan bool)
	rw.RLock()
	rw.RLock()
	go func() {
		rw.Lock()
		log <- "writer in"
		rw.Unlock()
		done <- true
	}()
	time.Sleep(20 * time.Millisecond)
	fmt.Println("writer waiting; TryRLock:", rw.TryRLock(), "TryLock:", rw.TryLock())
	go func() {
		rw.RLock()
		log <- "late reader in"
		rw.RUnlock()
		done <- true
	}()
	time.Sleep(20 * time.Millisecond)
	log <- "first reader out"
	rw.RUnlock()
	time.Sleep(20 * time.Millisecond)
	log <- "second reader out"
	rw.RUnlock()
	<-done
	<-done
	close(log)
	for line := range log {
		fmt.Println(line)
	}
}
