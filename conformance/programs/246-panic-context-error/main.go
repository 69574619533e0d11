// 246-panic-context-error: a panic with the error of a context prints what the error says, and nothing else.
// Catalogue: CX-15 PN-04

package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	defer func() {
		fmt.Println("recovered:", recover())
		panic(ctx.Err())
	}()
	<-ctx.Done()
	child, cancelChild := context.WithCancel(context.Background())
	cancelChild()
	panic(child.Err())
}
