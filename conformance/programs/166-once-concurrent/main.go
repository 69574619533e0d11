// 166-once-concurrent: who calls Do while the first call runs waits until it has returned, and sees what it did; a
// call after that is free.
// Catalogue: ON-01 ON-02 ON-11

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var once sync.Once
	var config map[string]int
	calls := 0
	load := func() {
		calls++
		time.Sleep(20 * time.Millisecond)
		config = map[string]int{"answer": 42}
	}
	get := func() int {
		once.Do(load)
		return config["answer"]
	}
	got := make(chan int)
	for i := 0; i < 6; i++ {
		go func() { got <- get() }()
	}
	sum := 0
	for i := 0; i < 6; i++ {
		sum += <-got
	}
	fmt.Println("sum", sum, "calls", calls)
	once.Do(func() { fmt.Println("BUG: a Once is done whatever it is given") })
	fmt.Println("again", get(), "calls", calls)
}
