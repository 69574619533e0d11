// 54-seed-producer-consumer: ten producers and ten consumers on one channel (seed 001, program 4). Correction: the seed
// called wg.Add(1) after the go statement, so Done could come first (SD-018); here main counts the ends on a channel.
// What was consumed is printed sorted, since the order is not specified.
// Catalogue: CH-23 CH-24 CH-35 SD-018 SD-019 SD-020

package main

import (
	"fmt"
	"sort"
)

func producer(data chan<- int, n int, ended chan<- bool) {
	data <- n
	ended <- true
}

func consumer(data <-chan int, consumed chan<- int, ended chan<- bool) {
	consumed <- <-data
	ended <- true
}

func main() {
	data := make(chan int, 100)
	consumed := make(chan int, 10)
	ended := make(chan bool)
	for i := 0; i < 10; i++ {
		go producer(data, i, ended)
	}
	for i := 0; i < 10; i++ {
		go consumer(data, consumed, ended)
	}
	for i := 0; i < 20; i++ {
		<-ended
	}
	close(consumed)
	var got []int
	sum := 0
	for v := range consumed {
		got = append(got, v)
		sum += v
	}
	sort.Ints(got)
	fmt.Println("consumed", got)
	fmt.Println("sum", sum, "left", len(data))
}
