// 93-pipeline: stages connected by channels, each closing its output when its input is closed; buffered or not, the
// values and their order are the same. A fan-out's results are put back in order by position.
// Catalogue: CL-06 RG-01 CH-07 CH-22 DR-01

package main

import "fmt"

func source(n, capacity int) <-chan int {
	out := make(chan int, capacity)
	go func() {
		for i := 1; i <= n; i++ {
			out <- i
		}
		close(out)
	}()
	return out
}

func apply(in <-chan int, capacity int, f func(int) int) <-chan int {
	out := make(chan int, capacity)
	go func() {
		defer close(out)
		for v := range in {
			out <- f(v)
		}
	}()
	return out
}

func only(in <-chan int, capacity int, keep func(int) bool) <-chan int {
	out := make(chan int, capacity)
	go func() {
		defer close(out)
		for v := range in {
			if keep(v) {
				out <- v
			}
		}
	}()
	return out
}

func main() {
	for _, capacity := range []int{0, 1, 4} {
		numbers := source(12, capacity)
		squares := apply(numbers, capacity, func(v int) int { return v * v })
		odd := only(squares, capacity, func(v int) bool { return v%2 == 1 })
		var got []int
		for v := range apply(odd, capacity, func(v int) int { return v + 1000 }) {
			got = append(got, v)
		}
		fmt.Println("capacity", capacity, got)
	}

	// three workers share one input; the results carry their position
	type result struct{ at, value int }
	in := source(9, 0)
	results := make(chan result)
	ended := make(chan bool)
	for w := 0; w < 3; w++ {
		go func() {
			for v := range in {
				results <- result{v - 1, v * v * v}
			}
			ended <- true
		}()
	}
	go func() {
		for w := 0; w < 3; w++ {
			<-ended
		}
		close(results)
	}()
	cubes := make([]int, 9)
	for r := range results {
		cubes[r.at] = r.value
	}
	fmt.Println("cubes", cubes)
}
