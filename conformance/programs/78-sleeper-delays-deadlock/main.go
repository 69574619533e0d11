// 78-sleeper-delays-deadlock: a goroutine in time.Sleep counts as alive: the deadlock of all others is reported only after
// the last sleeper is gone. Exit code 2.
// Catalogue: DL-11 DM-14 TM-01 SD-060

package main

import (
	"fmt"
	"time"
)

func main() {
	for i := 1; i <= 3; i++ {
		go func(i int) {
			time.Sleep(time.Duration(i) * 10 * time.Millisecond)
			fmt.Println("sleeper", i, "is done")
		}(i)
	}
	go func() { <-make(chan int) }()
	fmt.Println("main blocks at once")
	<-make(chan int)
	fmt.Println("BUG: unreachable")
}
