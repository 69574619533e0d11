// 155-rwmutex-unlock-fatal: Unlock without Lock is a fatal error, in any goroutine.
// Catalogue: RW-08 DL-09 DM-06

package main

import (
	"fmt"
	"sync"
)

func main() {
	var rw sync.RWMutex
	rw.Lock()
	rw.Unlock()
	fmt.Println("once is fine")
	go func() {
		defer func() { fmt.Println("BUG: recovered", recover()) }()
		rw.Unlock()
	}()
	<-make(chan int)
}
