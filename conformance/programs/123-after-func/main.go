// 123-after-func: AfterFunc calls its function in a goroutine of its own, never before AfterFunc returns; Stop does
// not wait for it; Reset lets it run again.
// Catalogue: TM-03 TM-04 TM-11 TM-12 TM-23 TM-30

package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	started, finish, ended := make(chan bool), make(chan bool), make(chan bool)
	ran := 0
	t := time.AfterFunc(0, func() {
		ran++
		started <- true
		<-finish
		ended <- true
	})
	fmt.Println("ran when AfterFunc returns:", ran)
	<-started
	fmt.Println("Stop while it runs:", t.Stop())
	fmt.Println("Reset while it runs:", t.Reset(10*time.Millisecond))
	<-started
	fmt.Println("two run at once:", ran)
	finish <- true
	finish <- true
	<-ended
	<-ended

	t = time.AfterFunc(20*time.Millisecond, func() { fmt.Println("BUG: stopped in time") })
	fmt.Println("Stop in time:", t.Stop())
	fmt.Println("Stop again:", t.Stop())
	time.Sleep(50 * time.Millisecond)

	// the function may stop and end what it likes, as any goroutine
	done := make(chan string)
	time.AfterFunc(time.Millisecond, func() {
		defer func() { done <- "deferred calls of the function ran" }()
		runtime.Goexit()
	})
	fmt.Println(<-done)
}
