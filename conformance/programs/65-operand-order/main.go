// 65-operand-order: the channel and the value are evaluated before a send blocks or panics, also for nil and closed
// channels; a receive binds tighter than every operator.
// Catalogue: CH-17 CH-33 CL-10

package main

import "fmt"

func pick(name string, c chan int) chan int {
	fmt.Println("channel", name)
	return c
}

func value(v int) int {
	fmt.Println("value", v)
	return v
}

func fails() int {
	panic("the value panics first")
}

func try(f func()) {
	defer func() { fmt.Println("->", recover()) }()
	f()
}

func main() {
	c := make(chan int, 2)
	pick("c", c) <- value(1)
	var nilch chan int
	try(func() { pick("nil", nilch) <- fails() })
	closed := make(chan int)
	close(closed)
	try(func() { pick("closed", closed) <- fails() })
	try(func() { pick("closed", closed) <- value(2) })
	c <- 40
	fmt.Println("left", <-c+1, -<-c)
	flags := make(chan bool, 1)
	flags <- len(c) == 0
	fmt.Println("empty:", <-flags)
}
