// 208-semaphore-workers: tokens belong to nobody: the loop acquires, each worker releases, and acquiring all of them
// waits for all.
// Catalogue: SM-07 SM-09

package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

func main() {
	const limit = 4
	ctx := context.Background()
	s := semaphore.NewWeighted(limit)
	var active, most atomic.Int32
	out := make([]int, 20)
	for i := range out {
		if err := s.Acquire(ctx, 1); err != nil {
			fmt.Println("BUG:", err)
		}
		go func(i int) {
			defer s.Release(1)
			now := active.Add(1)
			for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
			}
			time.Sleep(2 * time.Millisecond)
			out[i] = i * i
			active.Add(-1)
		}(i)
	}
	fmt.Println("all back:", s.Acquire(ctx, limit))
	fmt.Println("most at once:", most.Load())
	fmt.Println(out)
}
