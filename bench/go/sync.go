package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func selectInTurn(size int, _ func()) int {
	a, b, c := make(chan int), make(chan int), make(chan int)
	go func() {
		for i := 0; i < size; i += 3 {
			a <- i
			b <- i + 1
			c <- i + 2
		}
	}()
	sum := 0
	for i := 0; i < size; i++ {
		select {
		case value := <-a:
			sum += value
		case value := <-b:
			sum += value
		case value := <-c:
			sum += value
		}
	}
	return sum
}

const readyRoom = 128

func selectReady(size int, _ func()) int {
	a, b, c := make(chan int, readyRoom), make(chan int, readyRoom), make(chan int, readyRoom)
	for i := 0; i < readyRoom/2; i++ {
		a <- 1
		b <- 1
		c <- 1
	}
	taken := 0
	for i := 0; i < size/2; i++ {
		var token int
		select {
		case token = <-a:
		case token = <-b:
		case token = <-c:
		}
		taken += token
		select {
		case a <- token:
		case b <- token:
		case c <- token:
		}
	}
	return taken
}

const lockers = 8

func mutexContended(size int, _ func()) int {
	var lock sync.Mutex
	var workers sync.WaitGroup
	counter := 0
	workers.Add(lockers)
	for worker := 0; worker < lockers; worker++ {
		go func() {
			for i := 0; i < size/lockers; i++ {
				lock.Lock()
				before := counter
				runtime.Gosched()
				counter = before + 1
				lock.Unlock()
			}
			workers.Done()
		}()
	}
	workers.Wait()
	return counter
}

func mutexAlone(size int, _ func()) int {
	var lock sync.Mutex
	counter := 0
	for i := 0; i < size; i++ {
		lock.Lock()
		counter++
		lock.Unlock()
	}
	return counter
}

func waitGroup(size int, _ func()) int {
	var all sync.WaitGroup
	finished := int64(0)
	body := func() {
		atomic.AddInt64(&finished, 1)
		all.Done()
	}
	all.Add(size)
	for i := 0; i < size; i++ {
		go body()
	}
	all.Wait()
	return int(finished)
}

func timers(size int, _ func()) int {
	stopped := 0
	for i := 0; i < size; i++ {
		if time.NewTimer(time.Hour).Stop() {
			stopped++
		}
	}
	return stopped
}

const sleepSpread = 1_000

// sleepTime is the same as in cases-sync.ts.
func sleepTime(size, index int) time.Duration {
	least := 1_000 + size/2
	if least > 25_000 {
		least = 25_000
	}
	return time.Duration(least+index*7%sleepSpread) * time.Millisecond
}

func sleepAll(size int, parked func()) int {
	done := make(chan struct{})
	asleep, finished, onTime := int64(0), int64(0), int64(0)
	allAsleep := int64(0)
	started := time.Now()
	body := func(rest time.Duration) {
		atomic.AddInt64(&asleep, 1)
		time.Sleep(rest)
		if atomic.LoadInt64(&allAsleep) == 1 && time.Since(started) >= rest {
			atomic.AddInt64(&onTime, 1)
		}
		if atomic.AddInt64(&finished, 1) == int64(size) {
			done <- struct{}{}
		}
	}
	for i := 0; i < size; i++ {
		go body(sleepTime(size, i))
	}
	for atomic.LoadInt64(&asleep) < int64(size) {
		runtime.Gosched()
	}
	parked()
	atomic.StoreInt64(&allAsleep, 1)
	<-done
	return int(onTime)
}
