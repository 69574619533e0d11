// 56-seed-counter-print: twenty goroutines increment a counter and print it (seed 002, programs 2 and 3). Correction: unprotected,
// numbers came out of order, twice or not at all (SD-038); a token in a channel covers increment and print, as the
// seed's own mutex does, so 1 to 20 come in order whatever the goroutines' order (SD-039).
// Catalogue: CH-30 MM-07 SD-038 SD-039

package main

import "fmt"

var counter = 0

func main() {
	token := make(chan bool, 1)
	done := make(chan bool)
	for i := 0; i < 20; i++ {
		go incr(token, done)
	}
	for i := 0; i < 20; i++ {
		<-done
	}
}

func incr(token, done chan bool) {
	token <- true
	counter++
	fmt.Println(counter)
	<-token
	done <- true
}
