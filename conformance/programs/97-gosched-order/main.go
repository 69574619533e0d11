// 97-gosched-order: Gosched puts its caller at the tail of the global queue: on one P, goroutines that only yield take
// turns, and everything in the local queue comes before anything that yielded.
// (Scheduler implementation facts, not language guarantees.)
// Catalogue: SC-08 SC-11 SC-36 RT-06

package main

import (
	"fmt"
	"runtime"
	"strings"
)

var log []string

func note(s string) { log = append(log, s) }

func until(n int) {
	for len(log) < n {
		runtime.Gosched()
	}
	fmt.Println(strings.Join(log, " "))
	log = nil
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	for _, name := range []string{"a", "b", "c"} {
		name := name
		go func() {
			for i := 1; i <= 3; i++ {
				note(fmt.Sprint(name, i))
				runtime.Gosched()
			}
		}()
	}
	for i := 1; i <= 3; i++ {
		note(fmt.Sprint("m", i))
		runtime.Gosched()
	}
	until(12)

	// x yields, but y and z, already local, and what they start come first
	go func() {
		note("z")
		go note("z1")
		go note("z2")
	}()
	go func() {
		note("y")
		go note("y1")
	}()
	go func() {
		note("x")
		runtime.Gosched()
		note("x again")
	}()
	until(7)

	// a yield with nobody else to run returns
	runtime.Gosched()
	fmt.Println("alone")
}
