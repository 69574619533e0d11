// 57-seed-dispatcher: five workers share one channel of twenty values (seed 002, program 4). Corrections: the program did
// not compile (SD-046); its workers looped for ever, so nothing could tell that they were done (SD-047): here they
// range until the channel is closed and then say so; main closes after its last send and waits for all five.
// Catalogue: CH-23 CH-35 CL-06 RG-01 SD-046 SD-047 SD-048

package main

import (
	"fmt"
	"sort"
)

type worker struct{ id int }

func (w *worker) process(c <-chan int, got chan<- int, stopped chan<- int) {
	for data := range c {
		got <- data
	}
	stopped <- w.id
}

func main() {
	c := make(chan int)
	got := make(chan int, 20)
	stopped := make(chan int)
	for i := 0; i < 5; i++ {
		w := &worker{id: i}
		go w.process(c, got, stopped)
	}
	for i := 0; i < 20; i++ {
		c <- i * i
	}
	close(c)
	var ids []int
	for i := 0; i < 5; i++ {
		ids = append(ids, <-stopped)
	}
	sort.Ints(ids)
	close(got)
	var values []int
	for v := range got {
		values = append(values, v)
	}
	sort.Ints(values)
	fmt.Println("each value exactly once:", values)
	fmt.Println("workers stopped:", ids)
}
