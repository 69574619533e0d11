// 67-main-returns-first: on one P a go statement does not yield: main returns before any of the goroutines it started last
// has run, and the program is over with exit code 0, whatever they would have done: print, panic or spin.
// (Nothing may be printed after the go statements: a write is a system call, which gives the P away.)
// Catalogue: GO-05 GO-21 GO-24 SC-02 SD-001 SD-016

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	leaked := make(chan int)
	go func() { leaked <- 1 }()
	runtime.Gosched() // this one runs, and stays parked for ever
	fmt.Println("main starts three more and returns")
	go fmt.Println("BUG: never scheduled")
	go func() { panic("BUG: never scheduled") }()
	go func() {
		for {
			runtime.Gosched()
		}
	}()
}
