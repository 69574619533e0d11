// 154-rwmutex-runlock-fatal: RUnlock without RLock is a fatal error: not a panic, no deferred calls.
// Catalogue: RW-07 DL-03 DL-09

package main

import (
	"fmt"
	"sync"
)

func main() {
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	var rw sync.RWMutex
	rw.RLock()
	rw.RUnlock()
	fmt.Println("once is fine")
	rw.RUnlock()
}
