// 10-close-panics: exact texts of the channel misuse panics, and that all of them are runtime.Error values. A sender that is
// parked panics too, in a select of two cases as well; its value is not delivered.
// Catalogue: CH-12 CH-14 CH-15 CL-08 CL-09 CL-10 CL-11 CL-12 CL-13 SE-14 PN-20 SD-051

package main

import (
	"fmt"
	"runtime"
	"time"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isErr := r.(error)
		_, isRT := r.(runtime.Error)
		fmt.Printf("%-26s %v | error=%v runtime.Error=%v\n", name, r, isErr, isRT)
	}()
	f()
}

func main() {
	try("close nil", func() { var c chan int; close(c) })
	try("close twice", func() { c := make(chan int); close(c); close(c) })
	try("send on closed", func() { c := make(chan int, 1); close(c); c <- 1 })
	try("send on closed and full", func() { c := make(chan int, 1); c <- 0; close(c); c <- 1 })
	try("select send on closed", func() {
		c := make(chan int, 1)
		close(c)
		select {
		case c <- 1:
		default:
			fmt.Println("BUG: default must not hide the panic")
		}
	})
	try("negative size", func() { n := -1; _ = make(chan int, n) })
	try("huge size", func() { n := 1 << 62; _ = make(chan [4]int64, n) })

	// a sender already parked panics when the channel is closed under it
	c := make(chan int)
	res := make(chan interface{})
	go func() {
		defer func() { res <- recover() }()
		c <- 1
	}()
	time.Sleep(20 * time.Millisecond)
	close(c)
	fmt.Println("parked sender:", <-res)
	v, ok := <-c
	fmt.Println("its value is not delivered:", v, ok)

	// so does a sender parked in select
	d := make(chan int)
	go func() {
		defer func() { res <- recover() }()
		select {
		case d <- 1:
		case <-make(chan int):
		}
	}()
	time.Sleep(20 * time.Millisecond)
	close(d)
	fmt.Println("parked select sender:", <-res)
}
