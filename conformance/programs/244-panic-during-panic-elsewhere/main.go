// 244-panic-during-panic-elsewhere: a deferred call that waits while its goroutine panics lets the others run; one of
// them may panic first.
// Catalogue: PN-01 PN-04 PN-34 DF-15

package main

import (
	"fmt"
	"time"
)

func main() {
	go func() {
		defer func() {
			fmt.Println("cleaning up takes long")
			time.Sleep(time.Hour)
		}()
		panic("not reported")
	}()
	go func() {
		time.Sleep(30 * time.Millisecond)
		panic("reported")
	}()
	time.Sleep(10 * time.Millisecond)
	fmt.Println("main still runs")
	time.Sleep(time.Hour)
}
