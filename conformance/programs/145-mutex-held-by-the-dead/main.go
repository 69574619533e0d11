// 145-mutex-held-by-the-dead: a goroutine that ends with the lock held leaves it locked; a deferred Unlock gives it
// back after a panic and after Goexit.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.Mutex.Lock]:"
// Catalogue: MU-05 MU-07 GX-01 DL-10

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	ended := make(chan bool)
	start := func(f func()) {
		go func() {
			defer func() { ended <- true }()
			defer func() { recover() }()
			f()
		}()
		<-ended
	}
	start(func() {
		mu.Lock()
		defer mu.Unlock()
		panic("with the lock held")
	})
	fmt.Println("after a panic:", mu.TryLock())
	mu.Unlock()
	start(func() {
		mu.Lock()
		defer mu.Unlock()
		runtime.Goexit()
	})
	fmt.Println("after Goexit:", mu.TryLock())
	mu.Unlock()
	start(func() { mu.Lock() })
	fmt.Println("after a forgotten Unlock:", mu.TryLock())
	mu.Lock()
}
