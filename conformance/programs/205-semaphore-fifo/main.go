// 205-semaphore-fifo: who asks for much is not passed by those who ask for little; Release wakes as many as fit, in
// order.
// Catalogue: SM-01 SM-02 SM-07

package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/semaphore"
)

func main() {
	ctx := context.Background()
	s := semaphore.NewWeighted(4)
	fmt.Println(s.TryAcquire(3), s.TryAcquire(2), s.TryAcquire(1), s.TryAcquire(1))
	s.Release(1)
	got := make(chan int64)
	for _, n := range []int64{3, 1, 2, 1} {
		go func(n int64) {
			if s.Acquire(ctx, n) == nil {
				got <- n
			}
		}(n)
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("one is free, but somebody waits:", s.TryAcquire(1))
	taken := func() string {
		select {
		case n := <-got:
			return fmt.Sprint(n, " woken")
		case <-time.After(20 * time.Millisecond):
			return "nobody woken"
		}
	}
	fmt.Println(taken())
	s.Release(1)
	fmt.Println(taken())
	s.Release(1) // now 3 fit
	fmt.Println(taken())
	fmt.Println(taken())
	s.Release(3) // 1 and 2 fit, then 1 does not
	a, b := <-got, <-got
	fmt.Println(a+b, "woken together")
	s.Release(1)
	fmt.Println(taken())
}
