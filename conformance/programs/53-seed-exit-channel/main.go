// 53-seed-exit-channel: main waits for ten goroutines by receiving ten signals (seed 001, program 3, and program 2 with
// the signals in place of its WaitGroup). The number of goroutines must be known (SD-014). Corrections: the sums come
// as values and are printed sorted, since the goroutines' order is not specified; 20 ms stand for two seconds.
// Catalogue: CH-04 CH-06 SD-013 SD-014 SD-016 SD-022

package main

import (
	"fmt"
	"sort"
	"time"
)

func cal(a, b int, sums chan string, exit chan bool) {
	c := a + b
	sums <- fmt.Sprintf("%d + %d = %d", a, b, c)
	time.Sleep(20 * time.Millisecond)
	exit <- true
}

func main() {
	sums := make(chan string, 10)
	exit := make(chan bool, 10)
	for i := 0; i < 10; i++ {
		go cal(i, i+1, sums, exit)
	}
	for j := 0; j < 10; j++ {
		<-exit
	}
	close(exit) // optional: nobody ranges over it
	close(sums)
	var lines []string
	for s := range sums {
		lines = append(lines, s)
	}
	sort.Strings(lines)
	for _, s := range lines {
		fmt.Println(s)
	}
	_, ok := <-exit
	fmt.Println("exit channel open:", ok)
}
