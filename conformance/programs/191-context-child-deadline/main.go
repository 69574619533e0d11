// 191-context-child-deadline: a child's deadline is never later than its parent's; a deadline that has passed gives a
// context that is done already.
// Catalogue: CX-06 CX-13 CX-16 CX-17

package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	parent, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	ends, _ := parent.Deadline()
	later, cancelLater := context.WithTimeout(parent, 2*time.Hour)
	defer cancelLater()
	d, ok := later.Deadline()
	fmt.Println("a later one is the parent's:", d.Equal(ends), ok)
	sooner, cancelSooner := context.WithTimeout(parent, time.Minute)
	defer cancelSooner()
	d, ok = sooner.Deadline()
	fmt.Println("a sooner one is its own:", d.Before(ends), ok)
	plain, cancelPlain := context.WithCancel(sooner)
	defer cancelPlain()
	e, ok := plain.Deadline()
	fmt.Println("a child without one has its parent's:", e.Equal(d), ok)

	for _, timeout := range []time.Duration{0, -time.Second} {
		ctx, cancel := context.WithTimeout(parent, timeout)
		fmt.Println("at once:", ctx.Err())
		_, open := <-ctx.Done()
		fmt.Println("Done open:", open)
		cancel()
		fmt.Println("cancelled later:", ctx.Err())
	}
	fmt.Println("the parent goes on:", parent.Err())
	cancelLater()
	fmt.Println("a cancelled child:", later.Err(), "its parent:", parent.Err())
}
