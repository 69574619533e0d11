// 174-cond-generations: a Signal goes to one who was waiting when it was sent, never to one who comes later, even if
// that one runs first.
// Catalogue: CO-03 CO-12 SC-11

package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	var log []string
	wait := func(name string) {
		mu.Lock()
		c.Wait()
		log = append(log, name)
		mu.Unlock()
	}
	go wait("early")
	runtime.Gosched()
	mu.Lock()
	c.Signal() // for "early", which cannot go on: main has the lock
	mu.Unlock()
	go wait("late") // started after it, and runs before it
	for len(log) < 1 {
		runtime.Gosched()
	}
	runtime.Gosched()
	fmt.Println(log)
	c.Signal()
	for len(log) < 2 {
		runtime.Gosched()
	}
	fmt.Println(log)

	for i := 0; i < 4; i++ {
		go wait(fmt.Sprint("g", i))
		runtime.Gosched()
	}
	for i := 0; i < 4; i++ {
		c.Signal()
		for len(log) < 3+i {
			runtime.Gosched()
		}
	}
	fmt.Println(log[2:])
}
