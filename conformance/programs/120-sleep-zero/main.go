// 120-sleep-zero: Sleep returns at once for zero and below, without giving up the processor; otherwise the goroutine
// is away at least as long as it asked for.
// Catalogue: TM-01 TM-28

package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	ran := false
	go func() { ran = true }()
	start := time.Now()
	time.Sleep(0)
	time.Sleep(-time.Second)
	fmt.Println("at once:", time.Since(start) < 500*time.Millisecond, "another ran:", ran)
	for _, ms := range []time.Duration{1, 25} {
		start := time.Now()
		time.Sleep(ms * time.Millisecond)
		fmt.Println("too short:", time.Since(start) < ms*time.Millisecond, "another ran:", ran)
	}
}
