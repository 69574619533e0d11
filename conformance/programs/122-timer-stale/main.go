// 122-timer-stale: what a fired timer that nobody has read keeps. Up to Go 1.22 its channel has a buffer of one, and
// Stop and Reset leave a stale value there; since 1.23 the channel is as if unbuffered, and no stale value is ever
// received.
// Since go1.23: "unread: len 1 cap 1" reads "unread: len 0 cap 0"
// Since go1.23: "Stop: false" reads "Stop: true"
// Since go1.23: "after Stop: a stale value" reads "after Stop: nothing"
// Since go1.23: "Reset: false" reads "Reset: true"
// Since go1.23: "after Reset: a stale value" reads "after Reset: nothing"
// Catalogue: TM-05 TM-06 TM-07 TM-08

package main

import (
	"fmt"
	"time"
)

func try(c <-chan time.Time) string {
	select {
	case <-c:
		return "a stale value"
	default:
		return "nothing"
	}
}

func main() {
	t := time.NewTimer(10 * time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	fmt.Println("unread: len", len(t.C), "cap", cap(t.C))
	fmt.Println("Stop:", t.Stop())
	fmt.Println("after Stop:", try(t.C))

	t = time.NewTimer(10 * time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	fmt.Println("Reset:", t.Reset(time.Hour))
	fmt.Println("after Reset:", try(t.C))
	fmt.Println("pending:", t.Stop())
}
