// 62-seed-defer-loops: arguments are evaluated at the defer statement, a closure's body when it runs (seed 003, programs
// 4 to 6). Correction: the output of the second loop holds up to Go 1.21 only (SD-071).
// Since go1.22: "b: 3 3 3" reads "b: 2 1 0"
// Catalogue: GO-13 GO-14 SD-070 SD-071 SD-072

package main

import "fmt"

func main() {
	func() {
		defer fmt.Println()
		for i := 0; i < 3; i++ {
			defer fmt.Print(" ", i)
		}
		fmt.Print("a:")
	}()
	func() {
		defer fmt.Println()
		for i := 0; i < 3; i++ {
			defer func() {
				fmt.Print(" ", i)
			}()
		}
		fmt.Print("b:")
	}()
	func() {
		defer fmt.Println()
		for i := 0; i < 3; i++ {
			defer func(i int) {
				fmt.Print(" ", i)
			}(i)
		}
		fmt.Print("by parameter:")
	}()
	func() {
		defer fmt.Println()
		for i := 0; i < 3; i++ {
			i := i
			defer func() {
				fmt.Print(" ", i)
			}()
		}
		fmt.Print("by copy:")
	}()
}
