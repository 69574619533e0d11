// 172-cond-buffer: a bounded buffer with two conditions on one lock, three producers and two consumers.
// Catalogue: CO-02 CO-06 MU-01 WG-04

package main

import (
	"fmt"
	"sync"
)

type buffer struct {
	mu                sync.Mutex
	notFull, notEmpty *sync.Cond
	items             []int
	most              int
	closed            bool
}

func (b *buffer) put(v int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.items) == 3 {
		b.notFull.Wait()
	}
	b.items = append(b.items, v)
	if len(b.items) > b.most {
		b.most = len(b.items)
	}
	b.notEmpty.Signal()
}

func (b *buffer) take() (int, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.items) == 0 {
		if b.closed {
			return 0, false
		}
		b.notEmpty.Wait()
	}
	v := b.items[0]
	b.items = b.items[1:]
	b.notFull.Signal()
	return v, true
}

func main() {
	b := &buffer{}
	b.notFull, b.notEmpty = sync.NewCond(&b.mu), sync.NewCond(&b.mu)
	var producers, consumers sync.WaitGroup
	for p := 0; p < 3; p++ {
		producers.Add(1)
		go func() {
			defer producers.Done()
			for i := 1; i <= 100; i++ {
				b.put(i)
			}
		}()
	}
	sums := make(chan int, 2)
	for c := 0; c < 2; c++ {
		consumers.Add(1)
		go func() {
			defer consumers.Done()
			sum := 0
			for v, ok := b.take(); ok; v, ok = b.take() {
				sum += v
			}
			sums <- sum
		}()
	}
	producers.Wait()
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.notEmpty.Broadcast()
	consumers.Wait()
	fmt.Println("sum", <-sums+<-sums, "overfull:", b.most > 3)
}
