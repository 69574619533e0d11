// 100-select-evaluation: the channels of all cases and the values of all send cases are evaluated once, in source
// order, on entering the select, also those of cases that are not chosen or can never be; a panic in one of them
// leaves every channel as it was.
// Catalogue: SE-01 SE-02 SE-04 SE-05

package main

import "fmt"

func ch(name string, c chan int) chan int {
	fmt.Println("channel", name)
	return c
}

func val(name string, v int) int {
	fmt.Println("value", name)
	return v
}

func fail() int { panic("no value") }

func main() {
	full, ready := make(chan int, 1), make(chan int, 1)
	var never chan int
	full <- 1
	ready <- 42
	select {
	case ch("full", full) <- val("for full", 7):
		fmt.Println("BUG: no room")
	case v := <-ch("ready", ready):
		fmt.Println("received", v)
	case ch("never", never) <- val("for never", 8):
		fmt.Println("BUG: nil channel")
	}
	select {
	case ch("full", full) <- val("again", 7):
		fmt.Println("BUG: no room")
	default:
		fmt.Println("default, after the evaluation")
	}
	ready <- 43
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		select {
		case v := <-ch("ready", ready):
			fmt.Println("BUG: received", v)
		case full <- fail():
			fmt.Println("BUG: sent")
		}
	}()
	fmt.Println("untouched:", len(ready), len(full))
}
