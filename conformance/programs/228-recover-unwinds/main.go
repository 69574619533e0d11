// 228-recover-unwinds: the function that recovers may be any caller: the frames between are left, their deferred
// calls run, innermost first.
// Catalogue: PN-01 RC-09 RC-17 DF-15

package main

import "fmt"

func inner() {
	defer fmt.Println("inner 1")
	defer fmt.Println("inner 2")
	panic("deep")
}

func middle(c chan string) {
	defer close(c)
	defer fmt.Println("middle")
	inner()
	fmt.Println("BUG: middle goes on")
}

func outer(c chan string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("outer: %v", r)
		}
	}()
	middle(c)
	fmt.Println("BUG: outer goes on")
	return nil
}

func main() {
	c := make(chan string)
	fmt.Println(outer(c))
	_, open := <-c
	fmt.Println("closed by a deferred call:", !open)
}
