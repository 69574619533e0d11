// 227-recover-newest: a panic in a deferred call replaces the one under way: recover gives the newest. One that
// starts and is stopped within a deferred call leaves the outer one alone.
// Catalogue: DF-16 RC-12 RC-13 PN-07

package main

import "fmt"

func main() {
	func() {
		defer func() { fmt.Println("then", recover()) }()
		defer func() { fmt.Println("newest", recover()) }()
		defer func() { panic("newer") }()
		panic("older")
	}()
	func() {
		defer func() { fmt.Println("outer:", recover()) }()
		defer func() {
			func() {
				defer func() { fmt.Println("inner:", recover()) }()
				panic("inner")
			}()
			fmt.Println("the deferred call goes on")
		}()
		panic("outer")
	}()
	func() {
		defer func() { fmt.Println("last:", recover()) }()
		for i := 0; i < 3; i++ {
			defer func(i int) { panic(fmt.Sprint("replaced by ", i)) }(i)
		}
		panic("original")
	}()
}
