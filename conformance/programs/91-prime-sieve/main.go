// 91-prime-sieve: the first hundred primes from a chain of filters that grows by one goroutine per prime.
// Catalogue: GO-20 GO-24 CH-02 CH-07 DR-01

package main

import "fmt"

func generate(ch chan<- int) {
	for i := 2; ; i++ {
		ch <- i
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for {
		if i := <-in; i%prime != 0 {
			out <- i
		}
	}
}

func main() {
	ch := make(chan int)
	go generate(ch)
	var primes []int
	for len(primes) < 100 {
		prime := <-ch
		primes = append(primes, prime)
		next := make(chan int)
		go filter(ch, next, prime)
		ch = next
	}
	fmt.Println(primes)
}
