// 139-waitgroup-go: a goroutine of the group that calls Goexit counts as done (the method Go of Go 1.25, written by
// hand).
// Catalogue: WG-12 WG-04 GX-01 DF-21

package main

import (
	"fmt"
	"runtime"
	"sync"
)

type group struct{ sync.WaitGroup }

func (g *group) Go(f func()) {
	g.Add(1)
	go func() {
		defer g.Done()
		f()
	}()
}

func main() {
	var g group
	results := make(chan int, 8)
	for i := 0; i < 8; i++ {
		i := i
		g.Go(func() {
			if i%2 == 1 {
				runtime.Goexit()
			}
			g.Go(func() { results <- i * i })
		})
	}
	g.Wait()
	sum := 0
	for len(results) > 0 {
		sum += <-results
	}
	fmt.Println("sum of squares of 0 2 4 6:", sum)
}
