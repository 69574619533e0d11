// 94-semaphore: a channel of capacity n as a counting semaphore: at most n goroutines are in the section at any time, and all
// of them get in, in the order they asked.
// Catalogue: CH-05 CH-11 CH-30 MM-07

package main

import (
	"fmt"
	"runtime"
	"time"
)

func run(limit int) {
	tokens := make(chan struct{}, limit)
	done := make(chan bool)
	inside, most := 0, 0
	var order []int
	for i := 0; i < 12; i++ {
		i := i
		go func() {
			tokens <- struct{}{}
			inside++
			if inside > most {
				most = inside
			}
			order = append(order, i)
			time.Sleep(2 * time.Millisecond)
			inside--
			<-tokens
			done <- true
		}()
		runtime.Gosched() // it asks before the next one starts
	}
	for i := 0; i < 12; i++ {
		<-done
	}
	fmt.Println("limit", limit, "most at once", most, "left", len(tokens))
	if limit == 1 {
		fmt.Println("order", order)
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	for _, limit := range []int{1, 3, 12, 20} {
		run(limit)
	}
}
