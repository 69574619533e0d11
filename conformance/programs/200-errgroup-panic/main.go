// 200-errgroup-panic: a panic in a function of a group ends the program; Wait does not pass it on.
// Catalogue: EG-12 PN-05 PN-06

package main

import (
	"fmt"

	"golang.org/x/sync/errgroup"
)

func main() {
	defer func() { fmt.Println("BUG: recovered", recover()) }()
	var g errgroup.Group
	gate := make(chan bool)
	g.Go(func() error {
		<-gate
		panic("in the group")
	})
	g.Go(func() error { return nil })
	fmt.Println("main waits")
	close(gate)
	fmt.Println("BUG: Wait returned", g.Wait(), <-make(chan int))
}
