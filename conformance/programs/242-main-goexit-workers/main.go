// 242-main-goexit-workers: main ends by Goexit, its deferred calls run, the workers finish; when the last has ended
// that is a fatal error of its own.
// Catalogue: GX-01 GX-05 GX-06 DL-06

package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func main() {
	defer fmt.Println("main's deferred call")
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			time.Sleep(time.Duration(n) * 50 * time.Millisecond)
			fmt.Println("worker", n)
		}(i)
	}
	go func() {
		wg.Wait()
		fmt.Println("all workers have ended")
	}()
	runtime.Goexit()
}
