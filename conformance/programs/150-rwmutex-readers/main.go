// 150-rwmutex-readers: any number of readers, or one writer.
// Catalogue: RW-01 RW-05 RW-13

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var rw sync.RWMutex
	var wg sync.WaitGroup
	inside, leave := make(chan bool), make(chan bool)
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			rw.RLock()
			inside <- true
			<-leave
			rw.RUnlock()
		}()
	}
	for i := 0; i < 3; i++ {
		<-inside
	}
	fmt.Println("three readers inside; TryLock:", rw.TryLock(), "TryRLock:", rw.TryRLock())
	rw.RUnlock() // main's own
	close(leave)
	wg.Wait()
	fmt.Println("all out; TryLock:", rw.TryLock())
	fmt.Println("writer inside; TryLock:", rw.TryLock(), "TryRLock:", rw.TryRLock())
	go func() {
		time.Sleep(20 * time.Millisecond)
		rw.Unlock() // not the goroutine that locked it
	}()
	rw.RLock()
	fmt.Println("the writer has left")
	go rw.RUnlock()
	rw.Lock()
	fmt.Println("the reader has left")
	rw.Unlock()
}
