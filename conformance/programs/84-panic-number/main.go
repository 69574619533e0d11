// 84-panic-number: an uncaught integer is printed as a number. Exit code 2.
// Catalogue: PN-02 PN-12

package main

import "fmt"

func check(n int) {
	if n > 41 {
		panic(n)
	}
	fmt.Println(n, "is fine")
}

func main() {
	check(-1)
	check(41)
	check(42)
}
