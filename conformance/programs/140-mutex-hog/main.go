// 140-mutex-hog: a goroutine that gives the lock back and takes it again at once cannot keep it from another for
// long.
// Catalogue: MU-10 MU-11 MU-21

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	over := make(chan bool)
	stop := false // guarded by mu
	rounds := 0
	go func() {
		for {
			mu.Lock()
			rounds++
			time.Sleep(100 * time.Microsecond)
			if stop {
				mu.Unlock()
				over <- true
				return
			}
			mu.Unlock()
		}
	}()
	start := time.Now()
	for i := 0; i < 10; i++ {
		time.Sleep(100 * time.Microsecond)
		mu.Lock()
		mu.Unlock()
	}
	fmt.Println("ten turns within two seconds:", time.Since(start) < 2*time.Second)
	mu.Lock()
	stop = true
	mu.Unlock()
	<-over
	fmt.Println("the other had turns as well:", rounds > 1)
}
