// 173-cond-without-lock: Wait without the lock ends in the Mutex's fatal error.
// Catalogue: CO-07 MU-08 DM-06

package main

import (
	"fmt"
	"sync"
)

func main() {
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	fmt.Println("waiting without the lock")
	c.Wait()
}
