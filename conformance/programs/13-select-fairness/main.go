// 13-select-fairness: with several ready cases the choice is random and near uniform, never "first wins".
// Catalogue: SE-09 SE-10 SE-11

package main

import "fmt"

func main() {
	const n, k = 20000, 4
	var chs [k]chan int
	for i := range chs {
		chs[i] = make(chan int, n)
		for j := 0; j < n; j++ {
			chs[i] <- i
		}
	}
	var count [k]int
	for j := 0; j < n; j++ {
		select {
		case v := <-chs[0]:
			count[v]++
		case v := <-chs[1]:
			count[v]++
		case v := <-chs[2]:
			count[v]++
		case v := <-chs[3]:
			count[v]++
		}
	}
	total := 0
	for i, c := range count {
		total += c
		fmt.Printf("case %d within 20%% of uniform: %v\n", i, c > n/k*8/10 && c < n/k*12/10)
	}
	fmt.Println("total", total)

	// the same channel listed twice gets two tickets
	c, d := make(chan int, 3*n), make(chan int, 3*n)
	for j := 0; j < 3*n; j++ {
		c <- 1
		d <- 2
	}
	nc, nd := 0, 0
	for j := 0; j < 3000; j++ {
		select {
		case <-c:
			nc++
		case <-c:
			nc++
		case <-d:
			nd++
		}
	}
	fmt.Println("doubled channel favoured about 2:1:", nc > nd*3/2 && nc < nd*3)

	// a receive and a send on the same channel from one goroutine can never pair with each other
	e := make(chan int)
	select {
	case e <- 1:
		fmt.Println("BUG")
	case <-e:
		fmt.Println("BUG")
	default:
		fmt.Println("select cannot talk to itself")
	}
}
