// 165-once-recursive: Do of the same Once within its function waits for itself.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.Mutex.Lock]:"
// Catalogue: ON-05 DL-10

package main

import (
	"fmt"
	"sync"
)

func main() {
	var once, other sync.Once
	once.Do(func() {
		fmt.Println("outer")
		other.Do(func() { fmt.Println("another Once is fine") })
		once.Do(func() { fmt.Println("BUG: inner") })
		fmt.Println("BUG: inner Do returned")
	})
}
