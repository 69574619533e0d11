// 128-timer-value: the time received from a timer or a ticker is when it fired, not when it is received.
// Catalogue: TM-29 TM-17

package main

import (
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	t := time.NewTimer(20 * time.Millisecond)
	k := time.NewTicker(30 * time.Millisecond)
	a := time.After(10 * time.Millisecond)
	time.Sleep(200 * time.Millisecond)
	for _, c := range []<-chan time.Time{t.C, k.C, a} {
		fired := (<-c).Sub(start)
		fmt.Println(fired >= 5*time.Millisecond, fired < 150*time.Millisecond)
	}
	k.Stop()
}
