// 248-once-repanic: what sync.OnceFunc does since Go 1.21, written out: a panic of the function is recovered and raised
// again, so that all further calls panic with it too.
// Since go1.25: "panic: boom [recovered]" reads "panic: boom [recovered, repanicked]"
// Since go1.25: "\tpanic: boom" reads ""
// Catalogue: ON-06 ON-07 PN-10

package main

import (
	"fmt"
	"sync"
)

func onceFunc(f func()) func() {
	var once sync.Once
	var valid bool
	var p any
	return func() {
		once.Do(func() {
			defer func() {
				p = recover()
				if !valid {
					panic(p)
				}
			}()
			f()
			valid = true
		})
		if !valid {
			panic(p)
		}
	}
}

func main() {
	onceFunc(func() { fmt.Println("once") })()
	onceFunc(func() { panic("boom") })()
}
