// 146-waitgroup-add-inside: the usual mistake: Add in the goroutine instead of before its start. Wait finds the
// counter at zero and returns before the goroutine has run.
// Catalogue: WG-01 WG-06

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	var wg sync.WaitGroup
	ran := 0
	for i := 0; i < 3; i++ {
		go func() {
			wg.Add(1) // too late
			defer wg.Done()
			ran++
		}()
	}
	wg.Wait()
	early := ran
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ran++
		}()
	}
	wg.Wait()
	fmt.Println("Add inside, ran:", early)
	fmt.Println("Add before, all have run:", ran >= 3)
}
