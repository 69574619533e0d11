// 232-panic-chain: a panic in a deferred call while another is under way, in a goroutine, over several frames: all
// are reported, oldest first.
// Catalogue: DF-16 PN-04 PN-07 PN-11

package main

import (
	"errors"
	"fmt"
)

func inner() {
	defer func() { panic(errors.New("second, in inner")) }()
	panic("first, in inner")
}

func main() {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("deferred calls of the frame below still run")
		defer func() { panic(fmt.Sprint("third, with ", 3)) }()
		inner()
	}()
	<-done
	select {}
}
