// 95-request-reply: a server goroutine owns a map; each request carries the channel for its reply.
// Catalogue: CH-20 CH-07 GO-20 SD-009 SD-020

package main

import "fmt"

type request struct {
	op    string
	key   string
	value int
	reply chan<- int
}

func serve(requests <-chan request, stopped chan<- int) {
	store := map[string]int{}
	for r := range requests {
		switch r.op {
		case "set":
			store[r.key] = r.value
			r.reply <- len(store)
		case "get":
			r.reply <- store[r.key]
		case "add":
			store[r.key] += r.value
			r.reply <- store[r.key]
		}
	}
	stopped <- len(store)
}

func main() {
	requests := make(chan request)
	stopped := make(chan int)
	go serve(requests, stopped)

	ask := func(op, key string, value int) int {
		reply := make(chan int)
		requests <- request{op, key, value, reply}
		return <-reply
	}
	fmt.Println("set", ask("set", "a", 5))
	fmt.Println("set", ask("set", "b", 7))
	fmt.Println("get", ask("get", "a", 0), ask("get", "b", 0), ask("get", "c", 0))

	// 50 clients at once: the server serialises them
	done := make(chan int)
	for i := 1; i <= 50; i++ {
		i := i
		go func() { done <- ask("add", "sum", i) }()
	}
	highest := 0
	for i := 0; i < 50; i++ {
		if v := <-done; v > highest {
			highest = v
		}
	}
	fmt.Println("highest answer", highest, "sum", ask("get", "sum", 0))

	// a reply channel may be handed on: the middleman forwards the request and never sees the answer
	front := make(chan request)
	go func() {
		for r := range front {
			requests <- r
		}
		close(requests)
	}()
	reply := make(chan int)
	front <- request{"get", "a", 0, reply}
	fmt.Println("through the middleman", <-reply)
	close(front)
	fmt.Println("stopped with", <-stopped, "keys")
}
