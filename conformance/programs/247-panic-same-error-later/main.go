// 247-panic-same-error-later: an error that once replaced another panic, and was recovered, panics anew: that is all
// that is printed, also while a goroutine has the same error in hand.
// Catalogue: PN-07 RC-17

package main

import (
	"errors"
	"fmt"
	"time"
)

var errX = errors.New("sentinel")

func replaces() {
	defer func() { panic(errX) }()
	panic("first")
}

func main() {
	func() {
		defer func() { fmt.Println("caught:", recover()) }()
		replaces()
	}()
	go func() {
		defer func() { fmt.Println("BUG", recover()) }()
		defer time.Sleep(time.Hour)
		replaces()
	}()
	time.Sleep(10 * time.Millisecond)
	panic(errX)
}
