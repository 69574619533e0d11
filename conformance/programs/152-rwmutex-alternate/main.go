// 152-rwmutex-alternate: readers that queued while a writer was inside all enter before the next writer, even if that
// one came first.
// Catalogue: RW-04 RW-03

package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

func main() {
	var rw sync.RWMutex
	var mu sync.Mutex
	var log []string
	note := func(s string) {
		mu.Lock()
		log = append(log, s)
		mu.Unlock()
	}
	var wg sync.WaitGroup
	start := func(f func()) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
		time.Sleep(10 * time.Millisecond)
	}
	rw.Lock()
	start(func() {
		rw.Lock()
		note("w second writer")
		rw.Unlock()
	})
	for i := 0; i < 3; i++ {
		i := i
		start(func() {
			rw.RLock()
			note(fmt.Sprint("r reader ", i))
			time.Sleep(10 * time.Millisecond)
			rw.RUnlock()
		})
	}
	note("first writer leaves")
	rw.Unlock()
	wg.Wait()
	sort.Strings(log[1:4])
	for _, line := range log {
		fmt.Println(line)
	}
}
