// 226-recover-results: after a recover the function returns to its caller with what its named results hold, and its
// other deferred calls run; execution does not go on where the panic was.
// Catalogue: DF-17 RC-09 RC-10 RC-11

package main

import "fmt"

func named() (n int, s string) {
	defer fmt.Println("the other deferred call runs")
	defer func() {
		fmt.Println("first", recover(), "second", recover())
		s += ", completed"
	}()
	n, s = 1, "set before"
	panic("stop")
}

func unnamed() int {
	defer func() { recover() }()
	n := 5
	if n > 0 {
		panic("stop")
	}
	return n
}

func outer() string {
	n, s := named()
	return fmt.Sprint("the caller goes on with ", n, " ", s)
}

func loop() (done int) {
	step := func(i int) {
		defer func() { recover() }()
		if i%2 == 0 {
			panic(i)
		}
		done++
	}
	for i := 0; i < 6; i++ {
		step(i)
	}
	return
}

func main() {
	fmt.Println(outer())
	fmt.Println(unnamed())
	fmt.Println("steps without panic:", loop())
}
