// 253-cancel-tree: a context is cancelled, then each of its children with all that is below it, one child after the other.
// Which child comes first is left to chance.
// Catalogue: CX-03

package main

import (
	"context"
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	root, cancel := context.WithCancel(context.Background())
	var names []string
	var contexts []context.Context
	add := func(name string, parent context.Context) context.Context {
		ctx, _ := context.WithCancel(parent)
		names = append(names, name)
		contexts = append(contexts, ctx)
		return ctx
	}
	for _, branch := range []string{"a", "b", "c"} {
		first := add(branch, root)
		add(branch, first)
		add(branch, add(branch, first))
	}
	var woken []string
	for i := range contexts {
		i := i
		go func() {
			<-contexts[i].Done()
			woken = append(woken, names[i])
		}()
	}
	runtime.Gosched()
	cancel()
	runtime.Gosched()
	// Who was made runnable last has run first.
	order := append(woken[1:], woken[0])
	changes := 0
	for i := 1; i < len(order); i++ {
		if order[i] != order[i-1] {
			changes++
		}
	}
	fmt.Println(len(order), "woken, from one branch to the next", changes, "times")
}
