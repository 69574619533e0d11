// 27-runtime-errors: mistakes the language itself panics over. Printed is that they panic, with an error, and that recover gets
// it; the texts are each language's own, but for those of channels and of nil arguments, which are the library's.
// No lines here, since JavaScript answers undefined or does as told: index and slice bounds (an array grows, a missing element
// is undefined), type assertions, hashing and comparing of anything, a negative shift, slice to array (PN-21 PN-22 PN-27
// PN-28). Integer division by zero is that of a BigInt; a negative length that of an array.
// Catalogue: CL-13 PN-20 PN-23 PN-24 PN-25 PN-29 PN-30 SD-011

package main

import (
	"errors"
	"fmt"
	"runtime"
)

type V struct{ n int }

func (v V) Get() int { return v.n }

var getter interface{ Get() int } = V{1}

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isErr := r.(error)
		fmt.Printf("%-20s panics=%v error=%v\n", name, r != nil, isErr)
	}()
	f()
}

func text(name string, f func()) {
	defer func() {
		r := recover()
		var re runtime.Error
		e, _ := r.(error)
		fmt.Printf("%-20s %-5v %v\n", name, errors.As(e, &re), r)
	}()
	f()
}

func set(a []int, i int) { a[i] = i }

func main() {
	z, neg := 0, -1
	var m map[string]int
	var p *V
	try("nil map write", func() { m["a"] = 1 })
	try("nil deref", func() { fmt.Print(p.n) })
	try("nil func", func() { var f func(); f() })
	try("value method on nil", func() { getter = p; getter.Get() })
	try("divide", func() { fmt.Print(1 / z) })
	try("makeslice len", func() { _ = make([]int, neg) })
	try("nothing", func() {})

	// the runtime's own texts: with "runtime error: " in front they are of the language, without it of the library
	text("makechan", func() { _ = make(chan int, neg) })
	text("close of nil", func() { var c chan int; close(c) })
	text("index, goroutine-local", func() {
		done := make(chan string)
		go func() { // an index error, caught inside the goroutine
			defer func() { done <- fmt.Sprint(recover()) }()
			a := make([]int, 4)
			for i := 0; ; i++ {
				set(a, i)
			}
		}()
		panic(errors.New(<-done))
	})
}
