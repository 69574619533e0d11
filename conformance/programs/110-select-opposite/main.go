// 110-select-opposite: two goroutines that each want to send to and to receive from the other always make progress.
// Catalogue: SE-11 SE-24

package main

import "fmt"

const turns = 1000

func swap(out chan<- int, in <-chan int, result chan<- int) {
	sum, sent, received := 0, 0, 0
	for sent < turns || received < turns {
		to, from := out, in
		if sent == turns {
			to = nil
		}
		if received == turns {
			from = nil
		}
		select {
		case to <- sent:
			sent++
		case v := <-from:
			sum += v
			received++
		}
	}
	result <- sum
}

func main() {
	c, d := make(chan int), make(chan int)
	result := make(chan int)
	go swap(c, d, result)
	go swap(d, c, result)
	fmt.Println(<-result, <-result)
}
