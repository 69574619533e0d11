// 103-select-break: break in a case leaves the select only; a label leaves the loop. Two channels are merged until
// both are closed: the closed one is set to nil, and nil is never ready.
// Catalogue: SE-04 SE-07 SE-08 NC-04

package main

import "fmt"

func main() {
	c := make(chan int, 3)
	c <- 0
	c <- 1
	c <- 2
	for i := 0; i < 3; i++ {
		select {
		case v := <-c:
			if v == 1 {
				break
			}
			fmt.Println("kept", v)
		}
		fmt.Println("after select", i)
	}

	odd, even := make(chan int), make(chan int)
	go func() {
		for i := 1; i <= 9; i += 2 {
			odd <- i
		}
		close(odd)
	}()
	go func() {
		for i := 2; i <= 6; i += 2 {
			even <- i
		}
		close(even)
	}()
	sum, closed := 0, 0
merge:
	for {
		select {
		case v, ok := <-odd:
			if !ok {
				odd = nil
				closed++
				break
			}
			sum += v
		case v, ok := <-even:
			if !ok {
				even = nil
				closed++
				break
			}
			sum += v
		}
		if odd == nil && even == nil {
			break merge
		}
	}
	fmt.Println("sum", sum, "closed", closed)
}
