// 56-seed-counter-print: twenty goroutines increment a counter and print it (seed 002, programs 2 and 3). Unprotected, as in
// program 2, numbers come out of order, twice or not at all (SD-038); in program 3 a Mutex covers increment and print, so 1 to
// 20 come in order whatever the goroutines' order (SD-039). Correction: a WaitGroup in place of a sleep of 10 ms.
// Catalogue: MU-01 MM-09 DF-01 SD-038 SD-039

package main

import (
	"fmt"
	"sync"
)

var (
	counter = 0
	lock    sync.Mutex
	wg      sync.WaitGroup
)

func main() {
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go incr()
	}
	wg.Wait()
}

func incr() {
	defer wg.Done()
	lock.Lock()
	defer lock.Unlock()
	counter++
	fmt.Println(counter)
}
