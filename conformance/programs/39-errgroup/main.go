// 39-errgroup: golang.org/x/sync/errgroup: the first error wins, the context is cancelled, limits. Versions 0.1.0 and 0.7.0 of the
// module print the same.
// Catalogue: EG-01 EG-02 EG-03 EG-04 EG-05 EG-06 EG-07 EG-08 EG-09 EG-10

package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	var zero errgroup.Group
	fmt.Println("zero group:", zero.Wait())

	g, ctx := errgroup.WithContext(context.Background())
	errA, errB := errors.New("A failed"), errors.New("B failed")
	g.Go(func() error { time.Sleep(20 * time.Millisecond); return errA })
	g.Go(func() error { <-ctx.Done(); return errB })
	g.Go(func() error { <-ctx.Done(); return nil })
	fmt.Println("ctx before:", ctx.Err())
	err := g.Wait()
	fmt.Println("first error:", err, err == errA, "| ctx:", ctx.Err())
	fmt.Println("Wait again:", g.Wait())

	// Wait returns after ALL functions returned, and cancels the context even on success
	g, ctx = errgroup.WithContext(context.Background())
	var done atomic.Int32
	for i := 1; i <= 3; i++ {
		i := i
		g.Go(func() error { time.Sleep(time.Duration(i) * 5 * time.Millisecond); done.Add(1); return nil })
	}
	fmt.Println("Wait:", g.Wait(), "finished", done.Load(), "ctx", ctx.Err())

	// a plain Group does not cancel anything
	var plain errgroup.Group
	plain.Go(func() error { return errA })
	plain.Go(func() error { time.Sleep(10 * time.Millisecond); done.Add(1); return nil })
	fmt.Println("plain:", plain.Wait(), "finished", done.Load())

	// limits
	var lim errgroup.Group
	lim.SetLimit(2)
	var cur, max atomic.Int32
	for i := 0; i < 6; i++ {
		lim.Go(func() error {
			c := cur.Add(1)
			for {
				m := max.Load()
				if c <= m || max.CompareAndSwap(m, c) {
					break
				}
			}
			time.Sleep(3 * time.Millisecond)
			cur.Add(-1)
			return nil
		})
	}
	lim.Wait()
	fmt.Println("max in flight:", max.Load())

	var try errgroup.Group
	try.SetLimit(1)
	hold := make(chan struct{})
	fmt.Println("TryGo:", try.TryGo(func() error { <-hold; return nil }), try.TryGo(func() error { return nil }))
	func() {
		defer func() { fmt.Println("SetLimit while active:", recover()) }()
		try.SetLimit(5)
	}()
	close(hold)
	try.Wait()
	var free errgroup.Group
	free.SetLimit(-1)
	started := free.TryGo(func() error { return errB })
	fmt.Println("no limit:", started, free.Wait())

	// a cancelled parent does not stop Go from starting functions
	parent, cancel := context.WithCancel(context.Background())
	cancel()
	g, ctx = errgroup.WithContext(parent)
	ran := false
	g.Go(func() error { ran = true; return ctx.Err() })
	fmt.Println("cancelled parent:", g.Wait(), "ran", ran)
}
