// 55-seed-processing: twelve goroutines between "start" and "done" (seed 002, program 1). Corrections: ++i does not
// compile (SD-035); counting in place of a sleep of 10 ms, which guaranteed nothing.
// Catalogue: GO-01 SD-035 SD-036

package main

import "fmt"

const maxProcess = 12

func main() {
	fmt.Println("start")
	processed := make(chan bool)
	for i := 0; i < maxProcess; i++ {
		go process(processed)
	}
	for i := 0; i < maxProcess; i++ {
		<-processed
	}
	fmt.Println("done")
}

func process(processed chan<- bool) {
	fmt.Println("processing")
	processed <- true
}
