// 88-exit-while-panicking: os.Exit in a deferred call wins over the panic under way: no panic text, and its code.
// Catalogue: GO-08 PN-32

package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("BUG: os.Exit runs no further defers")
	defer func() {
		fmt.Println("leaving with 7")
		os.Exit(7)
	}()
	panic("never printed")
}
