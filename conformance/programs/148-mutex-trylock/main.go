// 148-mutex-trylock: TryLock takes a lock that is free, also if somebody waits for it, and never waits: a counter
// that skips what it cannot have at once.
// Catalogue: MU-02 MU-03 MU-10 MU-16

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	var mu sync.Mutex
	fmt.Println(mu.TryLock(), mu.TryLock())
	got := false
	go func() {
		mu.Lock()
		got = true
		mu.Unlock()
	}()
	runtime.Gosched()
	mu.Unlock() // wakes the one who waits, which does not run yet
	first := mu.TryLock()
	early := got
	fmt.Println("overtaken:", first, "it had run:", early)
	mu.Unlock()
	for !got {
		runtime.Gosched()
	}

	taken, skipped := 0, 0
	done := make(chan bool)
	for i := 0; i < 4; i++ {
		go func() {
			if mu.TryLock() {
				taken++
				runtime.Gosched()
				runtime.Gosched()
				mu.Unlock()
			} else {
				skipped++
			}
			done <- true
		}()
	}
	for i := 0; i < 4; i++ {
		<-done
	}
	fmt.Println("taken", taken, "skipped", skipped)
}
