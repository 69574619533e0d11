// 20-defer-args-results: when arguments, receivers and function values of deferred calls are evaluated, and how results can
// change.
// Since go1.22: "b: 3" reads "b: 2"
// Since go1.22: "b: 3" reads "b: 1"
// Since go1.22: "b: 3" reads "b: 0"
// Catalogue: DF-05 DF-06 DF-07 DF-08 DF-09 DF-10 DF-11 DF-12 DF-13 SD-069 SD-070 SD-071

package main

import (
	"errors"
	"fmt"
)

func Triple(n int) (r int) { // 15
	defer func() { r += n }()
	return n * 2
}

func unnamed() int { // a local is not the result
	x := 1
	defer func() { x = 100 }()
	return x
}

func viaPointer() *int {
	x := 1
	defer func() { x = 100 }()
	return &x
}

func lastWins() (s string) {
	defer func() { s += "c" }()
	defer func() { s += "b" }()
	return "a"
}

func errWrap() (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("wrapped: %w", err)
		}
	}()
	return errors.New("inner")
}

type obj struct{ name string }

func (o obj) val()  { fmt.Println("value receiver", o.name) }
func (o *obj) ptr() { fmt.Println("pointer receiver", o.name) }
func (o *obj) chain(s string) *obj {
	fmt.Println("chain", s)
	return o
}

func nilFunc() (r string) {
	defer func() { r = fmt.Sprint("panics when it should run: ", recover()) }()
	var f func()
	defer f()
	fmt.Println("deferring a nil func is fine so far")
	return "unset"
}

func main() {
	fmt.Println(Triple(5), unnamed(), *viaPointer(), lastWins(), errWrap())

	func() {
		for i := 0; i < 3; i++ {
			defer fmt.Println("a:", i)
		}
	}()
	func() { // the loop variable is captured
		for i := 0; i < 3; i++ {
			defer func() { fmt.Println("b:", i) }()
		}
	}()

	func() {
		o := obj{"first"}
		defer o.val()
		defer o.ptr()
		o.name = "second"
	}()

	func() {
		o := &obj{"o"}
		defer o.chain("1").chain("2").chain("3") // only the last call is deferred
		fmt.Println("body")
	}()

	func() {
		f := func() { fmt.Println("old f") }
		defer f()
		f = func() { fmt.Println("new f") }
		f()
	}()

	fmt.Println(nilFunc())

	func() { // map/slice argument: the header is copied, the contents are shared
		m := map[string]int{"k": 1}
		n := 1
		defer fmt.Println("deferred args", m, n)
		m["k"], n = 2, 2
	}()
}
