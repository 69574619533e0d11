// 223-recover-direct: recover stops a panic only when a deferred function calls it itself: not a helper of it, not a
// function within it, and not before the panic.
// Catalogue: RC-01 RC-02 RC-03 RC-04

package main

import "fmt"

func helper() interface{} { return recover() }

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "not recovered:", r)
		} else {
			fmt.Println(name, "recovered")
		}
	}()
	f()
}

func main() {
	try("directly", func() {
		defer func() { fmt.Println("  got", recover()) }()
		panic(1)
	})
	try("helper", func() {
		defer func() { fmt.Println("  got", helper()) }()
		panic(2)
	})
	try("function within", func() {
		defer func() {
			func() { fmt.Println("  got", recover()) }()
		}()
		panic(3)
	})
	try("before the panic", func() {
		fmt.Println("  got", recover())
		panic(4)
	})
	try("helper as the deferred function", func() {
		defer helper()
		panic(5)
	})
	try("no panic", func() {
		defer func() { fmt.Println("  got", recover()) }()
	})
}
