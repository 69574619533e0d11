// 157-rwmutex-unlock-read: Unlock while a reader has the lock is the same fatal error as Unlock of a free one.
// Catalogue: RW-10

package main

import (
	"fmt"
	"sync"
)

func main() {
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	var rw sync.RWMutex
	rw.RLock()
	fmt.Println("a reader is inside")
	rw.Unlock()
}
