// 54-seed-producer-consumer: ten producers and ten consumers on one channel (seed 001, program 4). Correction: the seed calls
// Add after the go statement, so Done could come first or Wait be over too early (SD-018). What was consumed is printed sorted,
// since the order is not specified.
// Catalogue: CH-23 CH-24 CH-35 WG-05 SD-018 SD-019 SD-020

package main

import (
	"fmt"
	"sort"
	"sync"
)

func producer(mychan chan<- int, data int, wait *sync.WaitGroup) {
	defer wait.Done()
	mychan <- data
}

func consumer(mychan <-chan int, consumed chan<- int, wait *sync.WaitGroup) {
	defer wait.Done()
	a := <-mychan
	consumed <- a
}

func main() {
	datachan := make(chan int, 100)
	consumed := make(chan int, 10)
	var wg sync.WaitGroup
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go producer(datachan, i, &wg)
	}
	for j := 0; j < 10; j++ {
		wg.Add(1)
		go consumer(datachan, consumed, &wg)
	}
	wg.Wait()
	close(consumed)
	var got []int
	sum := 0
	for v := range consumed {
		got = append(got, v)
		sum += v
	}
	sort.Ints(got)
	fmt.Println("consumed", got)
	fmt.Println("sum", sum, "left", len(datachan))
}
