// 135-waitgroup-reused-early: Add for a new round before the previous Wait has returned is a panic, in the goroutine
// that waits.
// Catalogue: WG-05 WG-11 PN-20

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
	wg.Add(1)
	go func() {
		wg.Done() // main is released, but it has not run yet
		wg.Add(1)
	}()
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		wg.Wait()
		fmt.Println("BUG: Wait returned")
	}()
	wg.Done()
	wg.Wait()
	fmt.Println("usable again")
}
