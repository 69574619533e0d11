// 220-defer-results: the results of a deferred call are dropped; what it does to named results counts, also when it
// panics during a normal return and another deferred call recovers.
// Catalogue: DF-11 DF-14 DF-23 RC-10

package main

import "fmt"

func helper() int {
	fmt.Println("helper ran")
	return 99
}

func dropped() (n int) {
	defer helper()
	return 1
}

func set() int {
	f := func() (n int) {
		defer func() { n *= 10 }()
		defer func() { n += 3 }()
		return 4
	}
	return f()
}

func panicsOnReturn() (n int) {
	defer func() {
		r := recover()
		fmt.Println("recovered:", r, "with", n)
		n += 20
	}()
	defer func() {
		n = 50
		panic("while returning")
	}()
	return 7
}

func main() {
	fmt.Println(dropped())
	fmt.Println(set())
	fmt.Println(panicsOnReturn())
}
