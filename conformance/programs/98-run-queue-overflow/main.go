// 98-run-queue-overflow: one P's local queue holds 256; when it is full, its older half and the newcomer move to the global
// queue, from which one is taken on every 61st round, and a batch of at most 128 when nothing local is left. A model
// of these rules predicts in which order hundreds of goroutines run; only the round at which the clock stood when
// they were started is unknown, so the program tries all 61.
// (Scheduler implementation facts, not language guarantees.)
// Catalogue: SC-02 SC-03 SC-05 SC-06 SC-07 SC-08 SC-09 SC-11 SC-24 SD-032

package main

import (
	"fmt"
	"runtime"
)

// spawn starts n goroutines and lets them all run; it returns the order in which they ran.
func spawn(n int) []int {
	order := make([]int, 0, n)
	for i := 0; i < n; i++ {
		i := i
		go func() { order = append(order, i) }()
	}
	for len(order) < n {
		runtime.Gosched()
	}
	return order
}

const (
	caller = -1 // the goroutine that called spawn
	nobody = -2
)

// model is spawn by the rules: the round is the scheduling round at which spawn is called.
func model(n, round int) []int {
	var order, local, global []int
	next := nobody
	for i := 0; i < n; i++ {
		if next != nobody {
			if len(local) == 256 {
				global = append(append(global, local[:128]...), next)
				local = local[128:]
			} else {
				local = append(local, next)
			}
		}
		next = i
	}
	global = append(global, caller)
	for {
		var g int
		switch {
		case round%61 == 0 && len(global) > 0:
			g, global = global[0], global[1:]
			round++
		case next != nobody:
			g, next = next, nobody // inherits the time slice: not a new round
		case len(local) > 0:
			g, local = local[0], local[1:]
			round++
		default:
			batch := len(global)
			if batch > 128 {
				batch = 128
			}
			g, local, global = global[0], global[1:batch], global[batch:]
			round++
		}
		if g != caller {
			order = append(order, g)
		} else if len(order) == n {
			return order
		} else {
			global = append(global, caller)
		}
	}
}

func equal(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	var orders [][]int
	for _, n := range []int{10, 200, 257, 258, 300, 1000} {
		orders = append(orders, spawn(n)) // nothing is printed meanwhile: a write would give the P away
	}
	for _, order := range orders {
		n := len(order)
		explained := false
		for round := 0; round < 61; round++ {
			explained = explained || equal(order, model(n, round))
		}
		fmt.Println(n, "goroutines, order explained by the rules:", explained)
	}
}
