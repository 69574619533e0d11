// 30-unlock-unlocked: unlocking a free Mutex is a fatal error, which recover cannot stop and which runs no deferred call.
// Exit code 2.
// Catalogue: MU-08 MU-09 DF-19 PN-31 RC-16 DL-01 DL-09 DM-03

package main

import (
	"fmt"
	"sync"
)

func main() {
	defer fmt.Println("BUG: no defers on a fatal error")
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	fmt.Println("second Unlock follows")
	mu.Unlock()
}
