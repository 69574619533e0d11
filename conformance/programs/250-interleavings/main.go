// 250-interleavings: sixty times six goroutines that do what a random generator tells them, to two locks, three
// channels, a condition, a semaphore and a group; every step is logged. What is printed is who did what before whom:
// on one P all of it follows from the order in which those who wait are served and those who were woken run. Most
// rounds end with somebody waiting for ever. (No RWMutex: in Go a reader may slip in before one who was let in and
// has not run yet.)
// Catalogue: CH-09 CH-13 CL-15 MU-06 MU-10 MU-13 CO-03 CO-11 WG-15 SM-02 SM-07 SC-02 SC-29

package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"
)

type random uint32

func (r *random) below(n int) int {
	*r ^= *r << 13
	*r ^= *r >> 17
	*r ^= *r << 5
	return int(*r % random(n))
}

type world struct {
	locks  [2]sync.Mutex
	chans  [3]chan int
	closed [3]bool
	cond   *sync.Cond
	group  sync.WaitGroup
	left   int
	sem    *semaphore.Weighted
	log    []string
}

type worker struct {
	*world
	id     int
	rnd    random
	held   [2]bool
	tokens int64
}

func (w *worker) step(k int) (did string) {
	i := w.rnd.below(3)
	defer func() {
		if r := recover(); r != nil {
			did = fmt.Sprint("panic", i)
		}
	}()
	switch w.rnd.below(12) {
	case 0, 1:
		i %= 2
		w.held[i] = !w.held[i]
		if !w.held[i] {
			w.locks[i].Unlock()
			return fmt.Sprint("unlock", i)
		}
		w.locks[i].Lock()
		return fmt.Sprint("lock", i)
	case 2:
		if !w.locks[i%2].TryLock() {
			return fmt.Sprint("locked", i%2)
		}
		w.locks[i%2].Unlock()
		return fmt.Sprint("free", i%2)
	case 3, 4:
		w.chans[i] <- 10*w.id + k
		return fmt.Sprint("send", i)
	case 5, 6:
		return fmt.Sprint("recv", i, "=", <-w.chans[i])
	case 7:
		select {
		case w.chans[i] <- 10*w.id + k:
			return fmt.Sprint("sent", i)
		default:
			return fmt.Sprint("full", i)
		}
	case 8:
		select {
		case v := <-w.chans[i]:
			return fmt.Sprint("got", i, "=", v)
		default:
			return fmt.Sprint("empty", i)
		}
	case 9:
		switch i {
		case 0:
			w.cond.L.Lock()
			w.cond.Wait()
			w.cond.L.Unlock()
		case 1:
			w.cond.Signal()
		case 2:
			w.cond.Broadcast()
		}
		return fmt.Sprint("cond", i)
	case 10:
		if w.tokens > 0 {
			w.sem.Release(w.tokens)
			w.tokens = 0
			return "release"
		}
		w.sem.Acquire(context.Background(), int64(i+1))
		w.tokens = int64(i + 1)
		return fmt.Sprint("acquire", w.tokens)
	}
	if i == 0 {
		w.group.Wait()
		return "wait"
	}
	if i == 1 && w.left > 0 {
		w.left--
		w.group.Done()
		return "done"
	}
	if k%3 == 0 && !w.closed[k/3] {
		w.closed[k/3] = true
		close(w.chans[k/3])
		return fmt.Sprint("close", k/3)
	}
	return "idle"
}

func (w *worker) run() {
	for k := 0; k < 9; k++ {
		did := w.step(k)
		w.log = append(w.log, fmt.Sprint(w.id, did))
	}
	for i, held := range w.held {
		if held {
			w.locks[i].Unlock()
		}
	}
	w.sem.Release(w.tokens)
	w.log = append(w.log, fmt.Sprint(w.id, "end"))
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	rnd := random(2463534242)
	for round := 0; round < 60; round++ {
		w := &world{left: 2, sem: semaphore.NewWeighted(3), cond: sync.NewCond(&sync.Mutex{})}
		w.group.Add(2)
		for i := range w.chans {
			w.chans[i] = make(chan int, i)
		}
		for id := 1; id <= 6; id++ {
			rnd.below(1)
			member := &worker{world: w, id: id, rnd: rnd}
			go member.run()
		}
		for i := 0; i < 200; i++ {
			runtime.Gosched()
		}
		fmt.Println(round, strings.Join(w.log, " "))
	}
}
