// 182-atomic-pointer: a Pointer compares which thing it points to, not what is in it: a stack without a lock.
// Catalogue: AT-01 AT-04 AT-09

package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type node struct {
	value int
	next  *node
}

type stack struct{ top atomic.Pointer[node] }

func (s *stack) push(v int) {
	n := &node{value: v}
	for {
		n.next = s.top.Load()
		if s.top.CompareAndSwap(n.next, n) {
			return
		}
	}
}

func (s *stack) pop() *node {
	for {
		n := s.top.Load()
		if n == nil || s.top.CompareAndSwap(n, n.next) {
			return n
		}
	}
}

func main() {
	var p atomic.Pointer[node]
	a, b := &node{value: 1}, &node{value: 1}
	fmt.Println(p.Load() == nil, p.CompareAndSwap(a, b), p.CompareAndSwap(nil, a))
	fmt.Println(p.CompareAndSwap(b, a), p.CompareAndSwap(a, b), p.Swap(a) == b, p.Load() == a)
	p.Store(nil)
	fmt.Println(p.Load() == nil)

	var s stack
	var wg sync.WaitGroup
	for g := 0; g < 4; g++ {
		wg.Add(1)
		go func(g int) {
			defer wg.Done()
			for i := 0; i < 100; i++ {
				s.push(g*100 + i)
			}
		}(g)
	}
	wg.Wait()
	count, sum := 0, 0
	for n := s.pop(); n != nil; n = s.pop() {
		count++
		sum += n.value
	}
	fmt.Println("popped", count, "sum", sum)
}
