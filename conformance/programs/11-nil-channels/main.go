// 11-nil-channels: nil channels are never ready; setting a case's channel to nil switches that case off (merge idiom).
// Catalogue: NC-03 NC-04 NC-05 NC-06 CL-08 SE-04

package main

import (
	"fmt"
	"sort"
)

func main() {
	var nilch chan int
	fmt.Println("len", len(nilch), "cap", cap(nilch), nilch == nil)
	select {
	case v := <-nilch:
		fmt.Println("BUG", v)
	case nilch <- 1:
		fmt.Println("BUG")
	default:
		fmt.Println("neither send nor receive on nil is ever ready")
	}

	func() {
		defer func() { fmt.Println("close:", recover()) }()
		close(nilch)
	}()

	a, b := make(chan int), make(chan int)
	go func() { defer close(a); a <- 1; a <- 3; a <- 5 }()
	go func() { defer close(b); b <- 2; b <- 4 }()
	var got []int
	closed := 0
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				closed++
				continue
			}
			got = append(got, v)
		case v, ok := <-b:
			if !ok {
				b = nil
				closed++
				continue
			}
			got = append(got, v)
		}
	}
	sort.Ints(got)
	fmt.Println("merged", got, "closed", closed)

	// toggling a send case: only offer when there is something to send
	out := make(chan string)
	done := make(chan []string)
	go func() {
		var r []string
		for s := range out {
			r = append(r, s)
		}
		done <- r
	}()
	queue := []string{"x", "y"}
	for len(queue) > 0 {
		var offer chan string
		var head string
		if len(queue) > 0 {
			offer, head = out, queue[0]
		}
		select {
		case offer <- head:
			queue = queue[1:]
		}
	}
	close(out)
	fmt.Println("queued", <-done)
}
