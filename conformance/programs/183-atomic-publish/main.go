// 183-atomic-publish: what was written before an atomic store is seen by who loads the stored value; counters of many
// goroutines lose nothing.
// Catalogue: AT-01 AT-09 MM-07

package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

func main() {
	var ready atomic.Bool
	var data []int
	go func() {
		for i := 1; i <= 5; i++ {
			data = append(data, i)
		}
		ready.Store(true)
	}()
	for !ready.Load() {
		runtime.Gosched()
	}
	fmt.Println(data)

	var tickets, finished atomic.Int32
	var sum atomic.Int64
	for g := 0; g < 10; g++ {
		go func() {
			for n := tickets.Add(1); n <= 1000; n = tickets.Add(1) {
				sum.Add(int64(n))
			}
			finished.Add(1)
		}()
	}
	for finished.Load() < 10 {
		runtime.Gosched()
	}
	fmt.Println("sum", sum.Load(), "tickets drawn", tickets.Load())

	// the largest of many, by compare and swap
	var highest atomic.Int32
	done := make(chan bool)
	for g := 0; g < 10; g++ {
		go func(g int32) {
			for n := g; n < 1000; n += 10 {
				for old := highest.Load(); n > old && !highest.CompareAndSwap(old, n); old = highest.Load() {
				}
			}
			done <- true
		}(int32(g))
	}
	for g := 0; g < 10; g++ {
		<-done
	}
	fmt.Println("highest", highest.Load())
}
