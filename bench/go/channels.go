package main

import "runtime"

func pingPong(size int, _ func()) int {
	ping := make(chan int)
	pong := make(chan int)
	rounds := size / 2
	go func() {
		for i := 0; i < rounds; i++ {
			pong <- <-ping + 1
		}
	}()
	sum := 0
	for i := 0; i < rounds; i++ {
		ping <- i
		sum += <-pong
	}
	return sum
}

func pipe(capacity int) caseFunc {
	return func(size int, _ func()) int {
		values := make(chan int, capacity)
		go func() {
			for i := 0; i < size; i++ {
				values <- i
			}
		}()
		sum := 0
		for i := 0; i < size; i++ {
			sum += <-values
		}
		return sum
	}
}

func fan(size int, _ func()) int {
	values := make(chan int)
	sums := make(chan int)
	share := size / 8
	for worker := 0; worker < 8; worker++ {
		worker := worker
		go func() {
			for i := worker * share; i < (worker+1)*share; i++ {
				values <- i
			}
		}()
		go func() {
			sum := 0
			for i := 0; i < share; i++ {
				sum += <-values
			}
			sums <- sum
		}()
	}
	total := 0
	for worker := 0; worker < 8; worker++ {
		total += <-sums
	}
	return total
}

// gosched counts the turns that followed a turn of the other goroutine. Its plain counters hold: a goroutine is
// preempted only after 10 ms without a scheduling of its own, and a turn is some nanoseconds.
func gosched(size int, _ func()) int {
	done := make(chan struct{})
	last := -1
	switches := 0
	for me := 0; me < 2; me++ {
		me := me
		go func() {
			for i := 0; i < size/2; i++ {
				if last != me {
					switches++
				}
				last = me
				runtime.Gosched()
			}
			done <- struct{}{}
		}()
	}
	<-done
	<-done
	return switches
}

const ringLength = 503

func ring(size int, _ func()) int {
	done := make(chan int)
	first := make(chan int)
	from := first
	for id := 1; id <= ringLength; id++ {
		to := first
		if id != ringLength {
			to = make(chan int)
		}
		go link(id, from, to, done)
		from = to
	}
	first <- size
	return <-done
}

func link(id int, from <-chan int, to chan<- int, done chan<- int) {
	for {
		left := <-from
		if left == 0 {
			done <- id
		} else {
			to <- left - 1
		}
	}
}

func sieve(size int, _ func()) int {
	numbers := make(chan int)
	go func() {
		for i := 2; ; i++ {
			numbers <- i
		}
	}()
	source := numbers
	sum := 0
	for i := 0; i < size; i++ {
		prime := <-source
		sum += prime
		rest := make(chan int)
		go filter(source, rest, prime)
		source = rest
	}
	return sum
}

func filter(source <-chan int, rest chan<- int, prime int) {
	for {
		number := <-source
		if number%prime != 0 {
			rest <- number
		}
	}
}
