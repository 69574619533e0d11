// 236-goexit-panic-report: a panic in a deferred call during Goexit that nobody recovers ends the program; the Goexit
// is not in the report.
// Catalogue: GX-09 DF-16 PN-05

package main

import (
	"fmt"
	"runtime"
)

func main() {
	go func() {
		defer fmt.Println("the other deferred call runs")
		defer func() { panic("after Goexit") }()
		runtime.Goexit()
	}()
	select {}
}
