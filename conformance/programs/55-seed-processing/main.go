// 55-seed-processing: twelve goroutines between "start" and "done" (seed 002, program 1). Corrections: ++i does not compile
// (SD-035); the WaitGroup that the seed itself advises in place of a sleep of 10 ms, which guaranteed nothing.
// Catalogue: GO-01 WG-01 SD-035 SD-036

package main

import (
	"fmt"
	"sync"
)

const maxProcess = 12

var wg sync.WaitGroup

func main() {
	fmt.Println("start")
	for i := 0; i < maxProcess; i++ {
		wg.Add(1)
		go process()
	}
	wg.Wait()
	fmt.Println("done")
}

func process() {
	defer wg.Done()
	fmt.Println("processing")
}
