// 47-panic-empty: panic("") in a goroutine that main waits for: the text is just "panic: ", the exit code 2.
// Catalogue: GO-25 PN-02 PN-05 PN-26

package main

import "fmt"

func main() {
	done := make(chan int)
	go func() {
		fmt.Println("about to panic with nothing to say")
		panic("")
	}()
	<-done
	fmt.Println("BUG: unreachable")
}
