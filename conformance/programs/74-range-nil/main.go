// 74-range-nil: ranging over a nil channel does not iterate zero times, it blocks for ever. Exit code 2.
// Catalogue: NC-07 DM-09 DM-16 DL-02

package main

import "fmt"

func main() {
	var nilch chan int
	fmt.Println("about to range")
	for v := range nilch {
		fmt.Println("BUG:", v)
	}
	fmt.Println("BUG: unreachable")
}
