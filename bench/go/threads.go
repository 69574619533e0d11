// The cases of several threads. The driver sets GOMAXPROCS=2 for them.
package main

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
)

// crossed has so many producers and consumers share one channel.
func crossed(capacity, many int) caseFunc {
	return func(size int, _ func()) int {
		values := make(chan int, capacity)
		sums := make(chan int)
		share := size / many
		for i := 0; i < many; i++ {
			i := i
			go func() {
				for v := i * share; v < (i+1)*share; v++ {
					values <- v
				}
			}()
			go func() {
				sum := 0
				for n := 0; n < share; n++ {
					sum += <-values
				}
				sums <- sum
			}()
		}
		total := 0
		for i := 0; i < many; i++ {
			total += <-sums
		}
		return total
	}
}

// inWaves starts goroutines, no more than 1,000 ahead of those whose results were taken.
func inWaves(size int, body func(i int) int) int {
	sum := 0
	for from := 0; from < size; from += 1000 {
		n := size - from
		if n > 1000 {
			n = 1000
		}
		results := make([]int, n)
		var wg sync.WaitGroup
		for i := 0; i < n; i++ {
			i := i
			wg.Add(1)
			go func() {
				results[i] = body(from + i)
				wg.Done()
			}()
		}
		wg.Wait()
		for _, r := range results {
			sum += r
		}
	}
	return sum
}

func crossSpawn(size int, _ func()) int {
	return inWaves(size, func(i int) int { return i })
}

func crossTasks(size int, _ func()) int {
	return inWaves(size, func(int) int {
		end := time.Now().Add(100 * time.Microsecond)
		for time.Now().Before(end) {
		}
		return 1
	})
}

// inParts sums up what a function comes to for 400 parts of the numbers below size.
func inParts(size int, part func(from, to int) int) int {
	const parts = 400
	sums := make(chan int, parts)
	for i := 0; i < parts; i++ {
		from, to := size*i/parts, size*(i+1)/parts
		go func() { sums <- part(from, to) }()
	}
	total := 0
	for i := 0; i < parts; i++ {
		total += <-sums
	}
	return total
}

func crossPrimes(size int, _ func()) int {
	return inParts(size, func(from, to int) int {
		count := 0
		if from < 2 {
			from = 2
		}
		for n := from; n < to; n++ {
			isPrime := true
			for d := 2; d*d <= n && isPrime; d++ {
				isPrime = n%d != 0
			}
			if isPrime {
				count++
			}
		}
		return count
	})
}

func crossHashes(size int, _ func()) int {
	return inParts(size, func(from, to int) int {
		block := make([]byte, 16384)
		sum := 0
		for i := from; i < to; i++ {
			binary.BigEndian.PutUint32(block, uint32(i))
			sum += int(sha256.Sum256(block)[0])
		}
		return sum
	})
}

// sendBack sends what it receives, n times.
func sendBack(there <-chan int, back chan<- int, n int) {
	for i := 0; i < n; i++ {
		back <- <-there
	}
}

func crossBack(size int, _ func()) int {
	there, back := make(chan int), make(chan int)
	go sendBack(there, back, size)
	sum := 0
	for i := 0; i < size; i++ {
		there <- i
		sum += <-back
	}
	return sum
}

func crossWake(size int, _ func()) int {
	there, back := make(chan int), make(chan int)
	go sendBack(there, back, size)
	sum := 0
	for i := 0; i < size; i++ {
		time.Sleep(5 * time.Millisecond)
		start := time.Now()
		there <- 1
		sum += <-back
		waits = append(waits, time.Since(start))
	}
	return sum
}
