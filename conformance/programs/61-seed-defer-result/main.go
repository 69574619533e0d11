// 61-seed-defer-result: a deferred call changes the result of the function around it (seed 003, program 3). As the
// seed omits to say, only a named result can be changed (SD-069).
// Catalogue: SD-069

package main

import "fmt"

func main() {
	fmt.Println(triple(5))
	fmt.Println(unnamed())
}

func triple(n int) (r int) {
	defer func() {
		r += n
	}()
	return n * 2
}

func unnamed() int {
	r := 1
	defer func() {
		r += 99
	}()
	return r
}
