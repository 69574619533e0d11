// 82-panic-goroutine: a panic that nobody recovers in its own goroutine ends the whole program: its own deferred calls run
// first, those of main and of the others do not; only the panicking goroutine is dumped. Exit code 2.
// Catalogue: GO-25 PN-01 PN-02 PN-03 PN-04 PN-05 PN-06 DM-05 SD-075

package main

import "fmt"

func inner() {
	defer fmt.Println("2 inner's defer")
	panic("boom")
}

func main() {
	defer fmt.Println("BUG: main's defers do not run")
	defer func() { fmt.Println("BUG: another goroutine's panic cannot be recovered", recover()) }()
	parked := make(chan bool)
	go func() {
		defer fmt.Println("BUG: nor do those of a third goroutine")
		close(parked)
		<-make(chan int)
	}()
	<-parked
	fmt.Println("1 main waits")
	done := make(chan int)
	go func() {
		defer fmt.Println("3 the goroutine's own defer")
		inner()
		close(done)
	}()
	<-done
	fmt.Println("BUG: unreachable")
}
