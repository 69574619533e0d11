// 19-defer-order: deferred calls run last in, first out, at the end of the function and not of the block; one that is not
// reached is not registered. The lines must read "The first/second/third line." then 0 to 9.
// Catalogue: DF-01 DF-02 DF-03 DF-04 DF-20 SD-066 SD-067 SD-068

package main

import "fmt"

func lines() {
	defer fmt.Println("The third line.")
	defer fmt.Println("The second line.")
	fmt.Println("The first line.")
}

func digits() {
	defer fmt.Println("9")
	fmt.Println("0")
	defer fmt.Println("8")
	fmt.Println("1")
	if false {
		defer fmt.Println("not reachable")
	}
	defer func() {
		defer fmt.Println("7")
		fmt.Println("3")
		defer func() {
			fmt.Println("5")
			fmt.Println("6")
		}()
		fmt.Println("4")
	}()
	fmt.Println("2")
	return
	defer fmt.Println("not reachable")
}

func main() {
	lines()
	digits()
	for i := 0; i < 3; i++ { // function scope, not block scope
		defer fmt.Println("end of main", i)
	}
	{
		defer fmt.Println("block defer waits for the function")
	}
	fmt.Println("loop and block are over")
}
