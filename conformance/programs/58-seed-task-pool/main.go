// 58-seed-task-pool: four workers take ten tasks from a buffered channel (seed 002, program 5, correct as published, SD-052).
// Made deterministic: the lines are collected and sorted, without the worker's number where any worker may take the
// task; the time a task takes is fixed, so no random numbers (SD-053).
// Catalogue: CL-01 CL-06 CH-22 DF-01 WG-01 WG-02 SD-050 SD-051 SD-052 SD-053

package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

const (
	numberGoroutines = 4
	taskLoad         = 10
)

var wg sync.WaitGroup

func main() {
	tasks := make(chan string, taskLoad)
	lines := make(chan string, 3*taskLoad)

	wg.Add(numberGoroutines)
	for gr := 1; gr <= numberGoroutines; gr++ {
		go worker(tasks, gr, lines)
	}

	for post := 1; post <= taskLoad; post++ {
		tasks <- fmt.Sprintf("Task : %d", post)
	}

	close(tasks)

	wg.Wait()
	close(lines)
	var all []string
	for line := range lines {
		all = append(all, line)
	}
	sort.Strings(all)
	for _, line := range all {
		fmt.Println(line)
	}
}

func worker(tasks <-chan string, worker int, lines chan<- string) {
	defer wg.Done()

	for {
		task, ok := <-tasks
		if !ok {
			lines <- fmt.Sprintf("Worker: %d : Shutting Down", worker)
			return
		}
		lines <- "Started " + task
		time.Sleep(time.Duration(len(task)) * time.Millisecond / 4)
		lines <- "Completed " + task
	}
}
