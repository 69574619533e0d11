// 193-context-worker: a context interrupts nothing: a worker ends when it looks, and cancel does not wait for it.
// Catalogue: CX-20 CX-21 SE-13

package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	steps, ended := make(chan int), make(chan string)
	go func() {
		for i := 1; ; i++ {
			time.Sleep(30 * time.Millisecond) // deaf
			if ctx.Err() != nil {
				ended <- fmt.Sprint("polite worker: ", ctx.Err())
				return
			}
			steps <- i
		}
	}()
	fmt.Println("step", <-steps)
	fmt.Println("step", <-steps)
	cancel()
	select {
	case line := <-ended:
		fmt.Println("BUG: ended at once:", line)
	default:
		fmt.Println("cancel has returned, the worker still sleeps")
	}
	fmt.Println(<-ended)

	ctx, cancel = context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	jobs := make(chan int)
	go func() {
		for {
			select {
			case n := <-jobs:
				steps <- n * 2
			case <-ctx.Done():
				ended <- fmt.Sprint("listening worker: ", ctx.Err())
				return
			}
		}
	}()
	jobs <- 21
	fmt.Println("answer", <-steps)
	fmt.Println(<-ended)
}
