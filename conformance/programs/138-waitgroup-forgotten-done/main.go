// 138-waitgroup-forgotten-done: a forgotten Done leaves all who Wait for ever; the report shows what each waits for.
// Since go1.24: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.WaitGroup.Wait]:"
// Since go1.24: "goroutine N [semacquire]:" reads "goroutine N [sync.WaitGroup.Wait]:"
// Catalogue: WG-09 WG-16 DL-10 DM-12

package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(3)
	for i := 0; i < 3; i++ {
		go func(n int) {
			if n == 1 {
				return // the early return that skips it
			}
			wg.Done()
		}(i)
	}
	go wg.Wait()
	fmt.Println("waiting for three, two will come")
	wg.Wait()
}
