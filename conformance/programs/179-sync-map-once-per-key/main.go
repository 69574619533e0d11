// 179-sync-map-once-per-key: LoadOrStore as a Once for each key: one goroutine stores, all use what it stored.
// Catalogue: MP-01 MP-06 ON-01 ON-02

package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

type entry struct {
	once  sync.Once
	value int
}

func main() {
	var m sync.Map
	var made, stored atomic.Int32
	get := func(key int) int {
		e, loaded := m.LoadOrStore(key, &entry{})
		if !loaded {
			stored.Add(1)
		}
		got := e.(*entry)
		got.once.Do(func() {
			made.Add(1)
			time.Sleep(5 * time.Millisecond)
			got.value = 100 + key
		})
		return got.value
	}
	var wg sync.WaitGroup
	var sum atomic.Int64
	for i := 0; i < 60; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			sum.Add(int64(get(i % 6)))
		}(i)
	}
	wg.Wait()
	fmt.Println("stored", stored.Load(), "made", made.Load(), "sum", sum.Load())
}
