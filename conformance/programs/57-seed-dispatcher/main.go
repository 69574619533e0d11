// 57-seed-dispatcher: five workers share one channel of twenty values (seed 002, program 4). Corrections: the program did not
// compile (SD-046); its workers looped for ever and never came to Done, its closer waited for them before it closed, and
// main waited for nobody (SD-047): here main closes after its last send, the workers range until then, and main waits.
// Catalogue: CH-23 CH-35 CL-06 RG-01 WG-01 SD-046 SD-047 SD-048

package main

import (
	"fmt"
	"sort"
	"sync"
)

var waitGroup sync.WaitGroup

type worker struct{ id int }

func (w *worker) process(c <-chan int, got chan<- int, stopped chan<- int) {
	defer waitGroup.Done()
	for data := range c {
		got <- data
	}
	stopped <- w.id
}

func main() {
	c := make(chan int)
	got := make(chan int, 20)
	stopped := make(chan int, 5)
	waitGroup.Add(5)
	for i := 0; i < 5; i++ {
		w := &worker{id: i}
		go w.process(c, got, stopped)
	}
	for i := 0; i < 20; i++ {
		c <- i * i
	}
	close(c)
	waitGroup.Wait()
	fmt.Println("each value exactly once:", sorted(got))
	fmt.Println("workers stopped:", sorted(stopped))
}

func sorted(c chan int) []int {
	close(c)
	var values []int
	for v := range c {
		values = append(values, v)
	}
	sort.Ints(values)
	return values
}
