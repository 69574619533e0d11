// 50-seed-sleep-wait: ten goroutines hand in their number and main waits for all ten (seed 000, programs 1 to 3).
// Corrections: main waits by counting instead of sleeping for a second (SD-003); the number is an argument, since the
// captured variable was a data race (SD-004); the numbers are printed sorted, since the order they come in is not
// specified (SD-005).
// Catalogue: GO-23 SD-003 SD-004 SD-005 SD-016 SD-023

package main

import (
	"fmt"
	"sort"
)

func main() {
	numbers := make(chan int)
	for i := 0; i < 10; i++ {
		go func(j int) {
			numbers <- j
		}(i)
	}
	var got []int
	for len(got) < 10 {
		got = append(got, <-numbers)
	}
	sort.Ints(got)
	for _, j := range got {
		fmt.Println(j)
	}
}
