// 125-ticker: a ticker drops ticks for a slow receiver (one at most is pending); Stop does not close its channel;
// Reset starts it anew.
// Catalogue: TM-17 TM-18 TM-19

package main

import (
	"fmt"
	"time"
)

func try(c <-chan time.Time) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func main() {
	start := time.Now()
	t := time.NewTicker(15 * time.Millisecond)
	for i := 1; i <= 3; i++ {
		<-t.C
		fmt.Println("tick", i, "early:", time.Since(start) < time.Duration(15*i)*time.Millisecond)
	}
	t.Reset(100 * time.Millisecond)
	time.Sleep(330 * time.Millisecond)
	fmt.Println("three missed, pending:", try(t.C), try(t.C))
	t.Stop()
	select {
	case _, ok := <-t.C:
		fmt.Println("BUG: a tick after Stop, or closed:", ok)
	case <-time.After(150 * time.Millisecond):
		fmt.Println("no tick after Stop, and not closed")
	}
	t.Stop()
	t.Reset(10 * time.Millisecond)
	<-t.C
	fmt.Println("ticks again after Reset")
	t.Stop()
}
