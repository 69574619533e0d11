// 203-errgroup-limit: at most as many functions as the limit run at once; Go waits for a place, TryGo says whether
// there is one.
// Catalogue: EG-05 EG-06 EG-07 EG-08 EG-09

package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	var g errgroup.Group
	g.SetLimit(3)
	var active, most, total atomic.Int32
	work := func() error {
		now := active.Add(1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		active.Add(-1)
		total.Add(1)
		return nil
	}
	for i := 0; i < 12; i++ {
		g.Go(work)
	}
	g.Wait()
	fmt.Println("most at once:", most.Load(), "total:", total.Load())

	hold := make(chan bool)
	held := func() error { <-hold; return nil }
	fmt.Println(g.TryGo(held), g.TryGo(held), g.TryGo(held), g.TryGo(held))
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		g.SetLimit(5)
	}()
	close(hold)
	g.Wait()
	g.SetLimit(0)
	fmt.Println("limit 0:", g.TryGo(work))
	g.SetLimit(-1)
	for i := 0; i < 20; i++ {
		if !g.TryGo(work) {
			fmt.Println("BUG: no limit, yet no place")
		}
	}
	fmt.Println("no limit:", g.Wait(), "total:", total.Load())
}
