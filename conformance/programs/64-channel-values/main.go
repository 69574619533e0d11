// 64-channel-values: channels are references that can be compared, used as map keys, sent through channels and viewed
// with one direction only; what is sent is a copy of the value, and a copy of a pointer points to the same thing.
// Catalogue: CH-18 CH-19 CH-20 CH-21 CH-26 DR-01 DR-07 DR-08

package main

import "fmt"

type point struct{ x, y int }

func fill(out chan<- int, n int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	fmt.Println("send side: len", len(out), "cap", cap(out))
	close(out)
}

func drain(in <-chan int) int {
	fmt.Println("receive side: len", len(in), "cap", cap(in))
	sum := 0
	for v := range in {
		sum += v
	}
	return sum
}

func main() {
	c := make(chan int, 4)
	d := c
	other := make(chan int, 4)
	var view <-chan int = c
	fmt.Println("same:", c == d, "other:", c == other, "view:", c == view)
	d <- 1
	fmt.Println("sent on the copy, received on the original:", <-c)

	names := map[chan int]string{c: "c", other: "other"}
	fmt.Println("keys:", names[d], names[other], len(names))

	fill(c, 4)
	fmt.Println("sum", drain(c))

	// a struct is copied when it is sent, what a pointer points to is not
	values := make(chan point, 1)
	p := point{1, 2}
	values <- p
	p.x = 100
	fmt.Println("struct:", (<-values).x)
	pointers := make(chan *point, 1)
	pointers <- &p
	p.y = 200
	fmt.Println("pointer:", (<-pointers).y)

	// a channel may carry functions and itself
	funcs := make(chan func(int) int, 2)
	funcs <- func(n int) int { return n + 1 }
	funcs <- func(n int) int { return n * 10 }
	fmt.Println("functions:", (<-funcs)(1), (<-funcs)(1))
	type loop chan loop
	l := make(loop, 1)
	l <- l
	fmt.Println("itself:", <-l == l)

	// empty values are counted as well
	empty := make(chan struct{}, 3)
	empty <- struct{}{}
	empty <- struct{}{}
	fmt.Println("empty structs: len", len(empty), "cap", cap(empty))
}
