// 237-goexit-callers: Goexit in a function far below: the deferred calls of all callers run, with their own recover
// seeing nothing, and locks and groups are given back.
// Catalogue: GX-01 GX-02 GX-03 MU-07 WG-02

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func fail(why string) {
	fmt.Println("giving up:", why)
	runtime.Goexit()
}

func check(n int) {
	defer fmt.Println("checked", n)
	if n > 2 {
		fail(fmt.Sprint(n, " is too much"))
	}
}

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		defer func() {
			if r := recover(); r != nil {
				fmt.Println("BUG: recovered", r)
			}
		}()
		for n := 1; ; n++ {
			check(n)
		}
	}()
	wg.Wait()
	fmt.Println("the lock is free:", mu.TryLock())
}
