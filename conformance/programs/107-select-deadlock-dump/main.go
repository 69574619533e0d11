// 107-select-deadlock-dump: in a deadlock report a select with several cases reads [select], one without any [select
// (no cases)], and one with a single case reads like the plain operation.
// Catalogue: SE-12 SE-18 DL-02 DL-10 DM-01 DM-06 DM-08 DM-09

package main

import (
	"fmt"
	"time"
)

func oneReceive() {
	select {
	case <-make(chan int):
	}
}

func oneSend() {
	select {
	case make(chan int) <- 1:
	}
}

func oneNil() {
	var c chan int
	select {
	case <-c:
	}
}

func two() {
	select {
	case <-make(chan int):
	case make(chan int) <- 1:
	}
}

func twoNil() {
	var c, d chan int
	select {
	case <-c:
	case d <- 1:
	}
}

func main() {
	for _, f := range []func(){oneReceive, oneSend, oneNil, two, twoNil} {
		go f()
	}
	time.Sleep(10 * time.Millisecond)
	fmt.Println("main has nothing to select")
	select {}
}
