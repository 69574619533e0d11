// 243-panic-first-wins: of two goroutines that panic the first one ends the program; the second never gets to.
// Catalogue: PN-05 PN-34 SC-03

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	gate := make(chan bool)
	for i := 1; i <= 2; i++ {
		i := i
		go func() {
			defer fmt.Println("panicking:", i)
			<-gate
			panic(fmt.Sprint("number ", i))
		}()
		runtime.Gosched()
	}
	gate <- true // the first in line
	runtime.Gosched()
	fmt.Println("BUG: the program goes on")
}
