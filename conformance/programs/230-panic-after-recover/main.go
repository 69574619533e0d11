// 230-panic-after-recover: a new panic after recover, in the same deferred function: the report shows both, the first
// as recovered.
// Catalogue: PN-07 PN-09 PN-04

package main

import (
	"fmt"
)

func main() {
	defer fmt.Println("before the report")
	defer func() {
		r := recover()
		panic(fmt.Sprint("could not handle ", r))
	}()
	panic("first")
}
