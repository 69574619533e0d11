// 206-semaphore-context: waiting ends when the context does, takes nothing, and makes way for those behind; who asks
// for more than there is waits for the context alone and blocks nobody.
// Catalogue: SM-03 SM-05 SM-08 CX-14

package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/semaphore"
)

func main() {
	s := semaphore.NewWeighted(3)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	tooMuch := make(chan error)
	go func() { tooMuch <- s.Acquire(ctx, 4) }()
	time.Sleep(5 * time.Millisecond)
	fmt.Println("others are not held up:", s.TryAcquire(3))
	fmt.Println("too much:", <-tooMuch)
	s.Release(2) // one is held

	ctx, cancel = context.WithCancel(context.Background())
	head, next := make(chan error), make(chan error)
	go func() { head <- s.Acquire(ctx, 3) }()
	time.Sleep(10 * time.Millisecond)
	go func() { next <- s.Acquire(context.Background(), 2) }()
	select {
	case <-next:
		fmt.Println("BUG: it passed the one at the head")
	case <-time.After(20 * time.Millisecond):
		fmt.Println("two would fit, but the head wants three")
	}
	cancel()
	fmt.Println("head:", <-head)
	fmt.Println("next:", <-next)
	s.Release(3)
	fmt.Println("nothing lost:", s.TryAcquire(3), s.TryAcquire(1))
}
