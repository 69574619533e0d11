// 201-errgroup-goexit: Goexit in a function of a group counts as no error and frees its place.
// Catalogue: EG-06 EG-07 EG-13 GX-01

package main

import (
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"
)

func main() {
	var g errgroup.Group
	g.SetLimit(1)
	ran := 0
	for i := 0; i < 3; i++ {
		g.Go(func() error { // waits for the place of the one before
			ran++
			runtime.Goexit()
			return errors.New("BUG: not reached")
		})
	}
	fmt.Println("error:", g.Wait(), "ran", ran)
	fmt.Println("a place is free:", g.TryGo(func() error { return errors.New("late") }))
	fmt.Println("error:", g.Wait())
}
