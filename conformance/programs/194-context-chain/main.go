// 194-context-chain: when cancel returns all descendants are done, through any number of generations; parents and
// siblings are not.
// Catalogue: CX-02 CX-03 CX-05 CX-06 CX-10

package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	root, cancelRoot := context.WithCancel(context.Background())
	chain := []context.Context{root}
	cancels := []context.CancelFunc{cancelRoot}
	for i := 1; i <= 5; i++ {
		ctx, cancel := context.WithCancel(context.WithValue(chain[i-1], i, i))
		if i == 3 {
			cancel()
			ctx, cancel = context.WithTimeout(chain[i-1], time.Hour)
		}
		chain, cancels = append(chain, ctx), append(cancels, cancel)
	}
	sibling, cancelSibling := context.WithCancel(chain[1])
	errs := func() {
		for _, ctx := range chain {
			fmt.Print(ctx.Err(), "; ")
		}
		fmt.Println("sibling:", sibling.Err())
	}
	errs()
	cancels[2]()
	errs()
	fmt.Println("same channel:", chain[4].Done() == chain[4].Done())
	born, cancelBorn := context.WithTimeout(chain[5], time.Hour)
	fmt.Println("born done:", born.Err())
	cancelBorn()
	cancels[4]()
	cancelRoot()
	cancelRoot()
	errs()
	cancelSibling()
}
