// 196-context-generator: a generator goroutine ends when the context of its consumer is cancelled; nothing is left
// behind.
// Catalogue: CX-20 CX-22 SE-08 GO-24

package main

import (
	"context"
	"fmt"
	"sync"
)

var running sync.WaitGroup

func generate(ctx context.Context, from int) <-chan int {
	out := make(chan int)
	running.Add(1)
	go func() {
		defer running.Done()
		defer close(out)
		for i := from; ; i++ {
			select {
			case out <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	a, b := generate(ctx, 1), generate(ctx, 100)
	for v := range a {
		fmt.Println(v, <-b)
		if v == 3 {
			break
		}
	}
	cancel()
	running.Wait()
	_, open := <-a
	fmt.Println("all generators have ended; a open:", open)

	// a generator of a context that is done may still win a race or two, but it ends
	for range generate(ctx, 1) {
	}
	running.Wait()
	fmt.Println("ended:", ctx.Err())
}
