// 221-defer-goroutine: deferred calls belong to the goroutine and the function in which they were deferred, and may
// block like any other call.
// Catalogue: DF-01 DF-02 DF-21 DF-18

package main

import (
	"fmt"
	"time"
)

func worker(id int, in <-chan string, out chan<- string) {
	defer close(out)
	defer func() { out <- fmt.Sprint("worker ", id, " deferred: ", <-in) }()
	helper(id, out)
	out <- fmt.Sprint("worker ", id, " returns")
}

func helper(id int, out chan<- string) {
	defer func() { out <- fmt.Sprint("helper of ", id, " deferred") }()
	out <- fmt.Sprint("helper of ", id, " returns")
}

func main() {
	defer fmt.Println("main deferred")
	var ins, outs []chan string
	for id := 0; id < 2; id++ {
		in, out := make(chan string), make(chan string)
		ins, outs = append(ins, in), append(outs, out)
		go worker(id, in, out)
	}
	go func() {
		defer fmt.Println("BUG: main does not wait for this")
		time.Sleep(time.Hour)
	}()
	for i := 0; i < 3; i++ {
		fmt.Println(<-outs[0])
		fmt.Println(<-outs[1])
	}
	ins[1] <- "one"
	fmt.Println(<-outs[1])
	ins[0] <- "zero"
	fmt.Println(<-outs[0])
	for _, out := range outs {
		_, open := <-out
		fmt.Println("open:", open)
	}
}
