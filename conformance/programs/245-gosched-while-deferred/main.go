// 245-gosched-while-deferred: deferred calls of two goroutines take turns like any other code, while one returns and
// the other panics and recovers.
// Catalogue: DF-02 DF-15 DF-17 DF-21 RC-09

package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	var log []string
	step := func(s string) {
		log = append(log, s)
		runtime.Gosched()
	}
	done := make(chan string, 2)
	go func() {
		defer func() { done <- "a" }()
		defer step("a2")
		defer step("a1")
		step("a0")
	}()
	go func() {
		defer func() { done <- "b" }()
		defer func() { step(fmt.Sprint("b3 ", recover() == nil)) }()
		defer func() { step(fmt.Sprint("b2 ", recover())) }()
		defer step("b1")
		step("b0")
		panic("stop")
	}()
	first, second := <-done, <-done
	fmt.Println(log)
	fmt.Println(first, second)
}
