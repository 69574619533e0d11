// 133-after-in-loop: a heartbeat, a time limit and work in one select; all three end together.
// Catalogue: SE-13 TM-18 TM-22 SD-040

package main

import (
	"fmt"
	"time"
)

func main() {
	work := make(chan int)
	go func() {
		for i := 0; ; i++ {
			work <- i
			time.Sleep(40 * time.Millisecond)
		}
	}()
	beat := time.NewTicker(25 * time.Millisecond)
	defer beat.Stop()
	limit := time.After(300 * time.Millisecond)
	beats, next := 0, 0
	for {
		select {
		case v := <-work:
			if v != next {
				fmt.Println("BUG: want", next, "got", v)
			}
			next++
		case <-beat.C:
			beats++
		case <-limit:
			fmt.Println("several of each:", next > 2 && next <= 8, beats > 2 && beats <= 12)
			return
		}
	}
}
