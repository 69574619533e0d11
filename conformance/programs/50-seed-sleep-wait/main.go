// 50-seed-sleep-wait: ten goroutines hand in their number and main waits for them (seed 000, programs 1 to 3). Corrections: a
// closed gate orders the loop and the goroutines that read its variable, which was a data race (SD-004); program 1 passes the
// number, sleeps a twentieth as long, and a Mutex guards what it hands in, since a sleep is no synchronisation (SD-003);
// the numbers are printed sorted, since the order they come in is not specified (SD-005).
// Since go1.22: "WaitGroup, captured: [10 10 10 10 10 10 10 10 10 10]" reads "WaitGroup, captured: [0 1 2 3 4 5 6 7 8 9]"
// Catalogue: GO-13 GO-14 GO-23 SD-003 SD-004 SD-005 SD-016 SD-023

package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

var (
	mu  sync.Mutex
	got []int
)

func put(i int) {
	mu.Lock()
	defer mu.Unlock()
	got = append(got, i)
}

func take() []int {
	mu.Lock()
	defer mu.Unlock()
	all := got
	got = nil
	sort.Ints(all)
	return all
}

func main() {
	for i := 0; i < 10; i++ {
		go put(i)
	}
	time.Sleep(50 * time.Millisecond)
	fmt.Println("sleep:", take())

	var wg sync.WaitGroup
	gate := make(chan struct{})
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func() {
			<-gate
			put(i)
			wg.Done()
		}()
	}
	close(gate)
	wg.Wait()
	fmt.Println("WaitGroup, captured:", take())

	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func(j int) {
			put(j)
			wg.Done()
		}(i)
	}
	wg.Wait()
	fmt.Println("WaitGroup, argument:", take())
}
