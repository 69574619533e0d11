// 144-mutex-handoff: a lock may be taken by one goroutine and given back by another; those who wait get it in the
// order they came.
// Catalogue: MU-01 MU-04 MU-06 CH-35

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	served := make(chan int)
	for i := 0; i < 4; i++ {
		go func(n int) {
			mu.Lock()
			served <- n // given back by main
		}(i)
		time.Sleep(5 * time.Millisecond)
	}
	for i := 0; i < 4; i++ {
		mu.Unlock()
		fmt.Println("served", <-served)
	}
	fmt.Println("still locked:", !mu.TryLock())
	mu.Unlock()
	fmt.Println("free:", mu.TryLock())
}
