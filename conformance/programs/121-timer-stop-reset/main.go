// 121-timer-stop-reset: a timer sends once; Stop and Reset say whether it was still running; any goroutine may call
// them, any number of times.
// Catalogue: TM-02 TM-03 TM-04 TM-30

package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(10 * time.Millisecond)
	_, ok := <-t.C
	fmt.Println("fired:", ok)
	select {
	case <-t.C:
		fmt.Println("BUG: fired twice or closed")
	case <-time.After(40 * time.Millisecond):
		fmt.Println("not again, not closed")
	}
	fmt.Println("Stop after it fired:", t.Stop())
	fmt.Println("Reset after it fired:", t.Reset(10*time.Millisecond))
	<-t.C
	fmt.Println("fired again")

	t = time.NewTimer(time.Hour)
	fmt.Println("Reset while pending:", t.Reset(2*time.Hour))
	fmt.Println("Stop while pending:", t.Stop())
	fmt.Println("Stop again:", t.Stop())
	fmt.Println("Reset after Stop:", t.Reset(time.Hour))
	stopped := make(chan bool)
	for i := 0; i < 3; i++ {
		go func() { stopped <- t.Stop() }()
	}
	trues := 0
	for i := 0; i < 3; i++ {
		if <-stopped {
			trues++
		}
	}
	fmt.Println("three goroutines stop it, true for", trues)
	select {
	case <-t.C:
		fmt.Println("BUG: a stopped timer fired")
	default:
		fmt.Println("nothing in C")
	}
}
