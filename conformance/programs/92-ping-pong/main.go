// 92-ping-pong: two players and one ball: an unbuffered channel makes them take turns.
// Catalogue: CH-02 CH-03 SD-049 SD-083

package main

import "fmt"

type ball struct{ hits int }

func player(name string, table chan *ball, log chan<- string, last int) {
	for b := range table {
		b.hits++
		log <- fmt.Sprint(name, " ", b.hits)
		if b.hits == last {
			close(table)
			close(log)
			return
		}
		table <- b
	}
}

func main() {
	table := make(chan *ball)
	log := make(chan string)
	go player("ping", table, log, 11)
	table <- &ball{}
	go player("pong", table, log, 11)
	for line := range log {
		fmt.Println(line)
	}

	ping, pong := make(chan int), make(chan int)
	go func() {
		for n := range ping {
			pong <- n + 1
		}
		close(pong)
	}()
	n := 0
	for i := 0; i < 20000; i++ {
		ping <- n
		n = <-pong
	}
	close(ping)
	_, ok := <-pong
	fmt.Println("round trips", n, "open", ok)
}
