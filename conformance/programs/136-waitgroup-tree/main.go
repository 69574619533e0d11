// 136-waitgroup-tree: a member of the group adds the members it starts: while the counter is above zero Add is always
// allowed.
// Catalogue: WG-02 WG-07 WG-14

package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

var (
	wg     sync.WaitGroup
	leaves atomic.Int32
	nodes  atomic.Int32
)

func visit(depth int) {
	defer wg.Done()
	nodes.Add(1)
	if depth == 0 {
		leaves.Add(1)
		return
	}
	wg.Add(2)
	go visit(depth - 1)
	go visit(depth - 1)
}

func main() {
	wg.Add(1)
	go visit(8)
	wg.Wait()
	fmt.Println("nodes", nodes.Load(), "leaves", leaves.Load())
}
