// 66-many-to-many: eight producers and eight consumers on one channel, for capacities from 0 to 128: no value is lost or
// comes twice, and the values of one producer reach any one consumer in the order they were sent.
// Catalogue: CH-07 CH-23 CH-24 CH-35 CL-06

package main

import "fmt"

const (
	producers = 8
	consumers = 8
	each      = 500
)

type item struct{ from, seq int }

func run(capacity int) (count, twice, outOfOrder int) {
	c := make(chan item, capacity)
	produced := make(chan bool)
	results := make(chan []item)
	for p := 0; p < producers; p++ {
		go func(from int) {
			for seq := 0; seq < each; seq++ {
				c <- item{from, seq}
			}
			produced <- true
		}(p)
	}
	for i := 0; i < consumers; i++ {
		go func() {
			var got []item
			for v := range c {
				got = append(got, v)
			}
			results <- got
		}()
	}
	for p := 0; p < producers; p++ {
		<-produced
	}
	close(c)
	seen := map[item]bool{}
	for i := 0; i < consumers; i++ {
		last := map[int]int{}
		for _, v := range <-results {
			count++
			if seen[v] {
				twice++
			}
			seen[v] = true
			if prev, ok := last[v.from]; ok && prev >= v.seq {
				outOfOrder++
			}
			last[v.from] = v.seq
		}
	}
	return
}

func main() {
	for _, capacity := range []int{0, 1, 7, 128} {
		count, twice, outOfOrder := run(capacity)
		fmt.Println("capacity", capacity, "count", count, "twice", twice, "out of order", outOfOrder)
	}
}
