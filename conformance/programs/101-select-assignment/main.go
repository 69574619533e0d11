// 101-select-assignment: the left side of a receive case is evaluated only if that case is chosen, and after the
// receive.
// Catalogue: SE-03 SE-08

package main

import "fmt"

func main() {
	a, b := make(chan string, 1), make(chan string, 1)
	var got [4]string
	var open [4]bool
	slot := func(i int) int {
		fmt.Println("slot", i, "with", len(b), "left in b")
		return i
	}
	b <- "from b"
	select {
	case got[slot(0)] = <-a:
		fmt.Println("BUG: a is empty")
	case got[slot(1)], open[slot(2)] = <-b:
	}
	close(b)
	select {
	case got[slot(0)] = <-a:
		fmt.Println("BUG: a is empty")
	case got[slot(1)], open[slot(3)] = <-b:
	}
	fmt.Println("closed:", got[1] == "", open)
}
