package main

import (
	"runtime"
	"sync/atomic"
)

func spawn(size int, _ func()) int {
	done := make(chan struct{})
	finished := int64(0)
	body := func() {
		if atomic.AddInt64(&finished, 1) == int64(size) {
			done <- struct{}{}
		}
	}
	for i := 0; i < size; i++ {
		go body()
	}
	<-done
	return int(finished)
}

func parkAll(size int, parked func()) int {
	gate := make(chan struct{})
	waiting := int64(0)
	woken := int64(0)
	body := func() {
		atomic.AddInt64(&waiting, 1)
		<-gate
		atomic.AddInt64(&woken, 1)
	}
	for i := 0; i < size; i++ {
		go body()
	}
	for atomic.LoadInt64(&waiting) < int64(size) {
		runtime.Gosched()
	}
	parked()
	close(gate)
	for atomic.LoadInt64(&woken) < int64(size) {
		runtime.Gosched()
	}
	return int(woken)
}

func skynet(size int, _ func()) int {
	root := make(chan int)
	go node(root, 0, size)
	return <-root
}

func node(parent chan<- int, first int, leaves int) {
	if leaves == 1 {
		parent <- first
		return
	}
	children := make(chan int)
	share := leaves / 10
	for i := 0; i < 10; i++ {
		go node(children, first+i*share, share)
	}
	sum := 0
	for i := 0; i < 10; i++ {
		sum += <-children
	}
	parent <- sum
}

const recursionDepth = 100_000

func recursion(size int, _ func()) int {
	levels := 0
	for i := 0; i < size; i++ {
		result := make(chan int)
		go func() { result <- descend(recursionDepth) }()
		levels += <-result
	}
	return levels
}

func descend(depth int) int {
	if depth == 0 {
		runtime.Gosched()
		return 0
	}
	return 1 + descend(depth-1)
}
