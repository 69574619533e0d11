// 141-mutex-lock-order: two goroutines take two locks in opposite order and wait for each other for ever; here all
// others wait as well, so it is reported.
// Since go1.20: "goroutine N [semacquire]:" reads "goroutine N [sync.Mutex.Lock]:"
// Since go1.24: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.WaitGroup.Wait]:"
// Catalogue: MU-15 DL-02 DL-10 DM-10 DM-12 SD-040

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var a, b sync.Mutex
	var wg sync.WaitGroup
	both := func(first, second *sync.Mutex) {
		defer wg.Done()
		first.Lock()
		defer first.Unlock()
		time.Sleep(20 * time.Millisecond)
		second.Lock()
		fmt.Println("BUG: took both")
		second.Unlock()
	}
	wg.Add(2)
	go both(&a, &b)
	go both(&b, &a)
	fmt.Println("transfer both ways")
	wg.Wait()
}
