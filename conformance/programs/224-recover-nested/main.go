// 224-recover-nested: recover in a function that is itself deferred by a deferred function does not see the outer
// panic; as the argument of a deferred call it is evaluated too early; after a recover there is nothing more to
// recover. Left out: recover as the deferred function itself, since it is a method here (RC-05 RC-06).
// Catalogue: RC-04 RC-08 RC-11 RC-14

package main

import "fmt"

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
	try("by a function deferred in a deferred one", func() {
		defer func() {
			defer func() { fmt.Println("  got", recover()) }()
		}()
		panic(1)
	})
	try("as an argument", func() {
		defer fmt.Println("  got", recover())
		panic(2)
	})
	try("twice", func() {
		defer func() { fmt.Println("  got", recover()) }()
		defer func() { fmt.Println("  got", recover()) }()
		panic(3)
	})
	try("a panic of its own in between", func() {
		defer func() { fmt.Println("  got", recover()) }()
		defer func() {
			defer func() { fmt.Println("  got", recover()) }()
			panic(5)
		}()
		panic(4)
	})
}
