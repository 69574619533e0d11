// 11-nil-channels-core: nil channels have no room and are never ready. The part of program 11 that needs no select of
// several cases.
// Catalogue: NC-03 NC-04 CL-08 SE-04

package main

import "fmt"

func main() {
	var nilch chan int
	fmt.Println("len", len(nilch), "cap", cap(nilch), nilch == nil)
	select {
	case v := <-nilch:
		fmt.Println("BUG", v)
	default:
		fmt.Println("receive from nil is not ready")
	}
	select {
	case nilch <- 1:
		fmt.Println("BUG")
	default:
		fmt.Println("send to nil is not ready")
	}
	func() {
		defer func() { fmt.Println("close:", recover()) }()
		close(nilch)
	}()

	// a consumer that is switched off by setting its variable to nil keeps the other one going
	a, b := make(chan int, 3), make(chan int, 3)
	a <- 1
	a <- 3
	close(a)
	b <- 2
	b <- 4
	b <- 6
	close(b)
	var got []int
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if ok {
				got = append(got, v)
			} else {
				a = nil
			}
		default:
		}
		select {
		case v, ok := <-b:
			if ok {
				got = append(got, v)
			} else {
				b = nil
			}
		default:
		}
	}
	fmt.Println("merged", got)
}
