// 51-seed-counter: 5000 goroutines count to 5000 (seed 000, programs 4 and 5). Corrections: program 4 has no lock and loses updates
// when it runs on several processors (SD-006), so it runs on one; it waits by counting the goroutines' ends instead of for a
// second. Program 5 locks a Mutex; that it calls Done before the deferred Unlock is harmless (SD-007).
// Catalogue: CH-35 MU-01 WG-01 SD-006 SD-007 SD-009

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func testCounter() {
	procs := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(procs)
	counter := 0
	ended := make(chan struct{}, 5000)
	for i := 0; i < 5000; i++ {
		go func() {
			counter++
			ended <- struct{}{}
		}()
	}
	for i := 0; i < 5000; i++ {
		<-ended
	}
	fmt.Printf("counter = %d\n", counter)
}

func testCounterWaitGroup() {
	var mut sync.Mutex
	var wg sync.WaitGroup
	counter := 0
	for i := 0; i < 5000; i++ {
		wg.Add(1)
		go func() {
			defer func() {
				mut.Unlock()
			}()
			mut.Lock()
			counter++
			wg.Done()
		}()
	}
	wg.Wait()
	fmt.Printf("counter = %d\n", counter)
}

func main() {
	testCounter()
	testCounterWaitGroup()
}
