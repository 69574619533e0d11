// 05-loopvar: what closures see of the variable of a for clause: one per loop up to Go 1.21, one per iteration since.
// Since go1.22: "captured: [3 3 3]" reads "captured: [0 1 2]"
// Since go1.22: "defer captured: 3" reads "defer captured: 2"
// Since go1.22: "defer captured: 3" reads "defer captured: 1"
// Since go1.22: "defer captured: 3" reads "defer captured: 0"
// Catalogue: GO-03 GO-13 GO-14 DF-07 SD-004 SD-005 SD-072

package main

import (
	"fmt"
	"sort"
	"sync"
)

func collect(n int, start func(i *int, put func(int), wg *sync.WaitGroup)) []int {
	var mu sync.Mutex
	var got []int
	var wg sync.WaitGroup
	put := func(v int) { mu.Lock(); got = append(got, v); mu.Unlock(); wg.Done() }
	var i int
	for i = 0; i < n; i++ {
		wg.Add(1)
		start(&i, put, &wg)
	}
	wg.Wait()
	sort.Ints(got)
	return got
}

func main() {
	// shared variable, read after the loop ended: every closure sees the final value
	gate := make(chan struct{})
	var mu sync.Mutex
	var shared []int
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-gate
			mu.Lock()
			shared = append(shared, i)
			mu.Unlock()
		}()
	}
	close(gate)
	wg.Wait()
	sort.Ints(shared)
	fmt.Println("captured:", shared)

	// fix 1: pass as an argument (evaluated at the go statement)
	fmt.Println("argument:", collect(10, func(i *int, put func(int), wg *sync.WaitGroup) {
		go func(j int) { put(j) }(*i)
	}))

	// fix 2: shadow copy
	fmt.Println("shadowed:", collect(10, func(i *int, put func(int), wg *sync.WaitGroup) {
		v := *i
		go func() { put(v) }()
	}))

	// the same with defer
	func() {
		for i := 0; i < 3; i++ {
			defer func() { fmt.Println("defer captured:", i) }()
		}
	}()
	func() {
		for i := 0; i < 3; i++ {
			i := i
			defer func() { fmt.Println("defer shadowed:", i) }()
		}
	}()
}
