// 112-select-queue: a goroutine as an unbounded queue: it always receives, and offers its head only while it has one
// (otherwise the send case is on a nil channel).
// Catalogue: SE-04 SE-15 NC-04 CL-06

package main

import "fmt"

func queue(in <-chan int, out chan<- int) {
	var items []int
	longest := 0
	for in != nil || len(items) > 0 {
		var to chan<- int
		head := 0
		if len(items) > 0 {
			to, head = out, items[0]
		}
		select {
		case v, ok := <-in:
			if !ok {
				in = nil
				break
			}
			items = append(items, v)
			if len(items) > longest {
				longest = len(items)
			}
		case to <- head:
			items = items[1:]
		}
	}
	fmt.Println("longest", longest)
	close(out)
}

func main() {
	in, out := make(chan int), make(chan int)
	go queue(in, out)
	for i := 0; i < 100; i++ {
		in <- i // never waits for a consumer
	}
	fmt.Println("all sent, first out", <-out)
	close(in)
	next := 1
	for v := range out {
		if v != next {
			fmt.Println("BUG: want", next, "got", v)
		}
		next++
	}
	fmt.Println("last", next-1)
}
