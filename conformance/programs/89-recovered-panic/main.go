// 89-recovered-panic: recover returns the very value that was passed to panic; a recovered panic leaves no trace, and the
// goroutine's channel operations go on as before. Exit code 0.
// Catalogue: PN-33 PN-35 GO-25 CL-10

package main

import (
	"errors"
	"fmt"
)

var errStop = errors.New("stop")

func protect(f func()) (r interface{}) {
	defer func() { r = recover() }()
	f()
	return
}

func main() {
	fmt.Println("same error:", protect(func() { panic(errStop) }) == errStop)
	fmt.Println("a number:", protect(func() { panic(7) }))
	fmt.Println("no panic:", protect(func() {}))

	jobs, results := make(chan int), make(chan string)
	go func() {
		for n := range jobs {
			if r := protect(func() { results <- fmt.Sprint("12 / ", n, " = ", 12/n) }); r != nil {
				results <- fmt.Sprint("job ", n, ": ", r)
			}
		}
		close(results)
	}()
	for _, n := range []int{4, 0, 3} {
		jobs <- n
		fmt.Println(<-results)
	}
	close(jobs)
	_, ok := <-results
	fmt.Println("worker ended, results open:", ok)

	// a failed send does not disturb the channel
	c := make(chan int, 2)
	c <- 1
	close(c)
	fmt.Println(protect(func() { c <- 2 }))
	v, ok := <-c
	fmt.Println(v, ok)
	v, ok = <-c
	fmt.Println(v, ok)
}
