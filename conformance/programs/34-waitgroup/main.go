// 34-waitgroup: counter rules, several waiters, reuse, the panic texts, and a method Go, written out, as that of Go 1.25.
// Catalogue: WG-01 WG-02 WG-03 WG-04 WG-05 WG-07 WG-08 WG-12 SD-003 SD-015 SD-016 SD-017 SD-059

package main

import (
	"fmt"
	"sync"
	"time"
)

type group struct{ sync.WaitGroup }

func (g *group) Go(f func()) {
	g.Add(1)
	go func() { defer g.Done(); f() }()
}

func main() {
	var wg sync.WaitGroup
	wg.Wait()
	fmt.Println("Wait on a zero WaitGroup returns at once")
	wg.Add(0)
	wg.Add(2)
	wg.Add(-2)
	wg.Wait()
	fmt.Println("Add may be negative")

	func() {
		defer func() { fmt.Println("panic:", recover()) }()
		var w sync.WaitGroup
		w.Done()
	}()
	func() {
		defer func() { fmt.Println("panic:", recover()) }()
		var w sync.WaitGroup
		w.Add(1)
		w.Add(-2)
	}()

	// several waiters are all released
	wg.Add(1)
	released := make(chan int, 3)
	for i := 0; i < 3; i++ {
		go func() { wg.Wait(); released <- 1 }()
	}
	time.Sleep(20 * time.Millisecond)
	fmt.Println("released before Done:", len(released))
	wg.Done()
	fmt.Println("released after Done:", <-released+<-released+<-released)

	// reuse for a second round after Wait returned; Add while the counter is above zero is fine (nested start)
	var sum int
	var mu sync.Mutex
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 1; i <= 4; i++ {
			wg.Add(1)
			go func(i int) { defer wg.Done(); mu.Lock(); sum += i; mu.Unlock() }(i)
		}
	}()
	wg.Wait()
	fmt.Println("sum", sum)

	// forgetting to pass a pointer: Done acts on a copy, so the original counter stays up
	var orig sync.WaitGroup
	orig.Add(1)
	func(c sync.WaitGroup) { c.Done() }(orig)
	waited := make(chan struct{})
	go func() { orig.Wait(); close(waited) }()
	select {
	case <-waited:
		fmt.Println("BUG")
	case <-time.After(20 * time.Millisecond):
		fmt.Println("copy's Done does not release the original")
	}
	orig.Done()
	<-waited

	var g group
	var n int
	for i := 0; i < 5; i++ {
		g.Go(func() { mu.Lock(); n++; mu.Unlock() })
	}
	g.Wait()
	fmt.Println("Go ran", n)
}
