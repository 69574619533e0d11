// 73-range-break: leaving a range loop leaves the rest in the channel, and another loop goes on from there; the loop ends
// on close only, a zero value is a value; the channel is evaluated once.
// Catalogue: RG-01 RG-03 RG-05 RG-06 RG-07 CL-07

package main

import "fmt"

func firstOver(ch <-chan int, limit int) int {
	for v := range ch {
		if v > limit {
			return v
		}
	}
	return -1
}

func main() {
	ch := make(chan int)
	go func() {
		for i := 1; i <= 10; i++ {
			ch <- i
		}
		close(ch)
	}()
	for v := range ch {
		fmt.Println("first loop", v)
		if v == 2 {
			break
		}
	}
	fmt.Println("first over 4:", firstOver(ch, 4))
	n := 0
	for v := range ch {
		if v%2 == 0 {
			continue
		}
		n += v
	}
	fmt.Println("odd ones of the rest:", n)
	fmt.Println("closed and drained:", firstOver(ch, 0))

	zeros := make(chan int, 3)
	zeros <- 0
	zeros <- 0
	zeros <- 0
	close(zeros)
	n = 0
	for range zeros {
		n++
	}
	fmt.Println("zeros", n)

	// assigning the variable does not change the channel of the loop
	old := make(chan int, 3)
	old <- 1
	old <- 2
	old <- 3
	close(old)
	c := old
	sum := 0
	for v := range c {
		c = nil
		sum += v
	}
	fmt.Println("sum", sum, "variable is nil:", c == nil)

	// range inside range
	outer := make(chan chan int, 2)
	for i := 1; i <= 2; i++ {
		inner := make(chan int, 2)
		inner <- 10 * i
		inner <- 10*i + 1
		close(inner)
		outer <- inner
	}
	close(outer)
	for inner := range outer {
		for v := range inner {
			fmt.Println("nested", v)
		}
	}
}
