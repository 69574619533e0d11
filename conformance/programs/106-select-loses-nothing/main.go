// 106-select-loses-nothing: many goroutines send and receive by selects on the same two channels: every value arrives
// once.
// Catalogue: SE-15 SE-24

package main

import (
	"fmt"
	"sync"
)

const producers, each = 4, 500

func main() {
	a, b := make(chan int), make(chan int, 2)
	var sending, receiving sync.WaitGroup
	for p := 0; p < producers; p++ {
		sending.Add(1)
		go func(first int) {
			defer sending.Done()
			for i := 0; i < each; i++ {
				select {
				case a <- first + i:
				case b <- first + i:
				}
			}
		}(p * each)
	}
	quit := make(chan bool)
	var mu sync.Mutex
	seen := map[int]int{}
	for r := 0; r < 3; r++ {
		receiving.Add(1)
		go func() {
			defer receiving.Done()
			for {
				var v int
				select {
				case v = <-a:
				case v = <-b:
				case <-quit:
					return
				}
				mu.Lock()
				seen[v]++
				mu.Unlock()
			}
		}()
	}
	sending.Wait()
	close(quit)
	receiving.Wait()
	for len(b) > 0 {
		seen[<-b]++
	}
	once := 0
	for _, n := range seen {
		if n == 1 {
			once++
		}
	}
	fmt.Println("values", len(seen), "seen once", once)
}
