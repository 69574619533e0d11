// 23-panic-nested: a new panic in a deferred call is chained; every unrecovered panic is printed, oldest first, indented by a
// tab; deferred calls still run. Exit code 2.
// Catalogue: DF-16 PN-07 PN-08

package main

import "fmt"

func main() {
	defer fmt.Println("last defer still runs")
	defer func() { panic(fmt.Sprint("third")) }()
	defer func() { panic("second") }()
	panic("first")
}
