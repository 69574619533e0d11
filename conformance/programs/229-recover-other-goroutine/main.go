// 229-recover-other-goroutine: nobody recovers the panic of another goroutine, not even the one that started it; the
// program ends.
// Catalogue: RC-15 PN-05 PN-06 DF-21

package main

import (
	"fmt"
	"time"
)

func main() {
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	func() {
		defer func() { fmt.Println("after the start:", recover()) }()
		go func() {
			defer fmt.Println("its own deferred calls run")
			time.Sleep(10 * time.Millisecond)
			panic("alone")
		}()
	}()
	time.Sleep(time.Minute)
}
