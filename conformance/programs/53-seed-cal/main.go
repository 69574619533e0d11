// 53-seed-cal: main waits for ten goroutines with a WaitGroup (seed 001, program 2), and by receiving ten signals (program 3).
// For signals the number of goroutines must be known (SD-014). Corrections: the sums are collected and printed sorted, since the
// goroutines' order is not specified; Done is deferred first, not last (SD-013); 20 ms stand for two seconds.
// Catalogue: CH-04 CH-06 WG-01 WG-02 SD-013 SD-014 SD-016 SD-017 SD-022

package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

func calGroup(a, b int, sums chan string, n *sync.WaitGroup) {
	defer n.Done()
	c := a + b
	sums <- fmt.Sprintf("%d + %d = %d", a, b, c)
}

func calExit(a, b int, sums chan string, exit chan bool) {
	c := a + b
	sums <- fmt.Sprintf("%d + %d = %d", a, b, c)
	time.Sleep(20 * time.Millisecond)
	exit <- true
}

func show(sums chan string) {
	close(sums)
	var lines []string
	for s := range sums {
		lines = append(lines, s)
	}
	sort.Strings(lines)
	for _, s := range lines {
		fmt.Println(s)
	}
}

func main() {
	sums := make(chan string, 10)
	var goSync sync.WaitGroup
	for i := 0; i < 10; i++ {
		goSync.Add(1)
		go calGroup(i, i+1, sums, &goSync)
	}
	goSync.Wait()
	show(sums)

	sums = make(chan string, 10)
	exit := make(chan bool, 10)
	for i := 0; i < 10; i++ {
		go calExit(i, i+1, sums, exit)
	}
	for j := 0; j < 10; j++ {
		<-exit
	}
	close(exit) // optional: nobody ranges over it
	show(sums)
	_, ok := <-exit
	fmt.Println("exit channel open:", ok)
}
