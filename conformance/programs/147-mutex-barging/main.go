// 147-mutex-barging: a newcomer may take a free lock although somebody waits for it; who was woken and finds it taken
// goes back to the front of the line, not to its end.
// Catalogue: MU-06 MU-10 MU-13

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
	var log []string
	mu.Lock()
	for _, name := range []string{"A", "B", "C"} {
		name := name
		go func() {
			mu.Lock()
			log = append(log, name)
			mu.Unlock()
		}()
		runtime.Gosched() // it waits before the next one starts
	}
	mu.Unlock() // wakes A, which does not run yet
	mu.Lock()   // and is overtaken
	log = append(log, "main")
	runtime.Gosched() // A finds the lock taken
	mu.Unlock()
	for len(log) < 4 {
		runtime.Gosched()
	}
	fmt.Println(log)
}
