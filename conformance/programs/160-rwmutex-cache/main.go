// 160-rwmutex-cache: a cache: many read at once, a missing entry is made under the write lock after looking again.
// Catalogue: RW-01 RW-15 MP-08

package main

import (
	"fmt"
	"sync"
)

type cache struct {
	mu   sync.RWMutex
	m    map[int]int
	made int
}

func (c *cache) get(k int) int {
	c.mu.RLock()
	v, ok := c.m[k]
	c.mu.RUnlock()
	if ok {
		return v
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.m[k]; ok {
		return v
	}
	c.made++
	c.m[k] = k * k
	return c.m[k]
}

func main() {
	c := &cache{m: map[int]int{}}
	var wg sync.WaitGroup
	sums := make(chan int, 20)
	for g := 0; g < 20; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sum := 0
			for k := 0; k < 50; k++ {
				sum += c.get(k % 10)
			}
			sums <- sum
		}()
	}
	wg.Wait()
	close(sums)
	total := 0
	for s := range sums {
		total += s
	}
	fmt.Println("total", total, "made", c.made)
}
