// 59-seed-defer-lines: deferred calls run last in, first out (seed 003, program 1, correct as published).
// Catalogue: GO-07 SD-066 SD-067

package main

import "fmt"

func main() {
	defer fmt.Println("The third line.")
	defer fmt.Println("The second line.")
	fmt.Println("The first line.")
}
