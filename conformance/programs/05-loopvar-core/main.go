// 05-loopvar-core: what goroutines started in a loop see of the loop variable. The part of program 05 that needs
// neither sync nor defer: a channel collects the values, a closed gate holds the goroutines until the loop is over.
// Since go1.22: "for clause: [3 3 3]" reads "for clause: [0 1 2]"
// Catalogue: GO-03 GO-13 GO-14 SD-004 SD-005 SD-072

package main

import (
	"fmt"
	"sort"
)

func collect(n int, got chan int) []int {
	var all []int
	for len(all) < n {
		all = append(all, <-got)
	}
	sort.Ints(all)
	return all
}

func main() {
	got := make(chan int)

	// the variable of the for clause itself: one per loop up to Go 1.21, one per iteration from 1.22 on
	gate := make(chan struct{})
	for i := 0; i < 3; i++ {
		go func() {
			<-gate
			got <- i
		}()
	}
	close(gate)
	fmt.Println("for clause:", collect(3, got))

	// a variable of the function around the loop is shared in every version
	gate = make(chan struct{})
	var i int
	for i = 0; i < 3; i++ {
		go func() {
			<-gate
			got <- i
		}()
	}
	close(gate)
	fmt.Println("outer variable:", collect(3, got))

	// passed as an argument: evaluated at the go statement
	for i := 0; i < 10; i++ {
		go func(j int) { got <- j }(i)
	}
	fmt.Println("argument:", collect(10, got))

	// a copy inside the loop's body
	for i := 0; i < 10; i++ {
		i := i
		go func() { got <- i }()
	}
	fmt.Println("shadowed:", collect(10, got))
}
