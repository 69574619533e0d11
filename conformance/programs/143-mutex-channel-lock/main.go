// 143-mutex-channel-lock: waiting for a Mutex has no time limit; a channel of capacity 1 is a lock that has one, and
// whose turn is not lost when the waiting is given up.
// Catalogue: MU-19 SE-13 SE-15 CH-30

package main

import (
	"fmt"
	"time"
)

type lock chan struct{}

func (l lock) Lock()   { l <- struct{}{} }
func (l lock) Unlock() { <-l }
func (l lock) LockWithin(d time.Duration) bool {
	select {
	case l <- struct{}{}:
		return true
	case <-time.After(d):
		return false
	}
}

func main() {
	l := make(lock, 1)
	l.Lock()
	fmt.Println("within 20 ms:", l.LockWithin(20*time.Millisecond))
	fmt.Println("still held once:", len(l))
	go func() {
		time.Sleep(20 * time.Millisecond)
		l.Unlock()
	}()
	fmt.Println("within a minute:", l.LockWithin(time.Minute))
	l.Unlock()
	fmt.Println("free:", len(l) == 0, l.LockWithin(time.Minute))
}
