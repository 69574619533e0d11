// 156-rwmutex-runlock-written: RUnlock while a writer has the lock is the same fatal error as RUnlock of a free one.
// Catalogue: RW-09

package main

import (
	"fmt"
	"sync"
)

func main() {
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	var rw sync.RWMutex
	rw.Lock()
	fmt.Println("a writer is inside")
	rw.RUnlock()
}
