// 69-sleep-order: sleepers come back in the order of their durations, whatever the order they were started in; a sleep of
// zero or less returns at once without yielding.
// Catalogue: TM-01 SC-14 SD-091

package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	out := make(chan int)
	for _, ms := range []int{90, 30, 0, 120, 60} {
		go func(ms int) {
			start := time.Now()
			time.Sleep(time.Duration(ms) * time.Millisecond)
			if d := time.Since(start); d < time.Duration(ms)*time.Millisecond {
				fmt.Println("BUG: woke early", ms, d)
			}
			out <- ms
		}(ms)
	}
	for i := 0; i < 5; i++ {
		fmt.Println(<-out)
	}

	ran := false
	go func() { ran = true }()
	time.Sleep(0)
	time.Sleep(-time.Second)
	fmt.Println("a sleep of nothing let the other run:", ran)
	time.Sleep(time.Millisecond)
	fmt.Println("a real one did:", ran)
}
