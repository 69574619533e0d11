// 102-select-default: default runs only if no case can proceed at once; what is ready always wins over it; with one
// case it is a try.
// Catalogue: SE-05 SE-06 SE-19 SE-23 CH-22

package main

import "fmt"

func try(c chan int) string {
	select {
	case v, ok := <-c:
		return fmt.Sprint("received ", v, " ", ok)
	default:
		return "would block"
	}
}

func main() {
	c := make(chan int, 1)
	fmt.Println(try(c))
	c <- 7
	fmt.Println(try(c))
	fmt.Println(try(nil))

	closed := make(chan int)
	close(closed)
	fmt.Println(try(closed))

	ready, defaults := 0, 0
	for i := 0; i < 1000; i++ {
		c <- i
		select {
		case <-closed:
			<-c
			ready++
		case <-c:
			ready++
		default:
			defaults++
		}
	}
	fmt.Println("ready", ready, "defaults", defaults)

	sent := 0
	for i := 0; i < 3; i++ {
		select {
		case c <- i:
			sent++
		default:
			fmt.Println("dropped", i)
		}
	}
	fmt.Println("sent", sent, "of 3, got", <-c)
}
