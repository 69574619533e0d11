// The Go subject: the same cases as the TypeScript subjects, the same arguments, the same line of JSON.
//
// Arguments: case, size, warm-up size. The driver sets GOMAXPROCS, to 1 but for the cases of several threads. Counters that goroutines share are atomic even
// so, since a goroutine may be preempted between reading and writing one.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"time"
)

// caseFunc runs a case once and returns the value by which the run is checked. It may call parked when its
// goroutines all stand parked: the clock stops there and memory is read.
type caseFunc func(size int, parked func()) int

var cases = map[string]caseFunc{
	"ping-pong": pingPong,
	"pipe-0":    pipe(0),
	"pipe-1":    pipe(1),
	"pipe-128":  pipe(128),
	"fan-8-8":   fan,
	"gosched":   gosched,
	"spawn":     spawn,
	"parked":    parkAll,
	"sieve":     sieve,
	"skynet":    skynet,
	"ring":      ring,
	"recursion": recursion,

	"select-3":          selectInTurn,
	"select-ready":      selectReady,
	"select-3-kept":     selectInTurn,
	"select-ready-kept": selectReady,
	"mutex-contended":   mutexContended,
	"mutex-try":         mutexAlone,
	"mutex-lock":        mutexAlone,
	"waitgroup":         waitGroup,
	"timer":             timers,
	"sleeping":          sleepAll,

	"cross-0":      crossed(0, 1),
	"cross-0-4":    crossed(0, 4),
	"cross-128":    crossed(128, 1),
	"cross-128-4":  crossed(128, 4),
	"cross-1024":   crossed(1024, 1),
	"cross-1024-4": crossed(1024, 4),
	"cross-here":   pipe(128),
	"cross-spawn":  crossSpawn,
	"cross-tasks":  crossTasks,
	"cross-primes": crossPrimes,
	"cross-sha256": crossHashes,
	"cross-spin":   crossBack,
	"cross-wake":   crossWake,

	"cross-0-plain":    crossed(0, 1),
	"cross-128-plain":  crossed(128, 1),
	"cross-1024-plain": crossed(1024, 1),
}

// readsMemory names the cases whose figures are bytes as well.
var readsMemory = map[string]bool{"parked": true, "sleeping": true}

type report struct {
	Ns     int64    `json:"ns"`
	Result int      `json:"result"`
	Bytes  *int64   `json:"bytes,omitempty"`
	WaitMs *float64 `json:"waitMs,omitempty"`
}

// waits holds the times of a case whose figure is their median.
var waits []time.Duration

// resident is the process's resident memory after a collection that gave back what it could.
func resident() int64 {
	runtime.GC()
	debug.FreeOSMemory()
	if statm, err := os.ReadFile("/proc/self/statm"); err == nil {
		pages, err := strconv.ParseInt(strings.Fields(string(statm))[1], 10, 64)
		if err == nil {
			return pages * int64(os.Getpagesize())
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys - stats.HeapReleased)
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Println(runtime.Version())
		return
	}
	if len(os.Args) != 4 {
		fail("usage: %s case size warm-up-size", os.Args[0])
	}
	run, found := cases[os.Args[1]]
	if !found {
		fmt.Println("null")
		return
	}
	size, err := strconv.Atoi(os.Args[2])
	if err != nil {
		fail("size: %v", err)
	}
	warmUp, err := strconv.Atoi(os.Args[3])
	if err != nil {
		fail("warm-up size: %v", err)
	}

	run(warmUp, func() {})
	waits = nil

	var line report
	var before int64
	if readsMemory[os.Args[1]] {
		before = resident()
	}
	start := time.Now()
	line.Result = run(size, func() {
		line.Ns = time.Since(start).Nanoseconds()
		bytes := resident() - before
		line.Bytes = &bytes
	})
	if line.Bytes == nil {
		line.Ns = time.Since(start).Nanoseconds()
	}
	if len(waits) > 0 {
		sort.Slice(waits, func(i, j int) bool { return waits[i] < waits[j] })
		ms := waits[len(waits)/2].Seconds() * 1000
		line.WaitMs = &ms
	}
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		fail("%v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
