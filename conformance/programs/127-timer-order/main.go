// 127-timer-order: timers fire in the order of their deadlines, however they were started: timers, After, AfterFunc,
// Sleep and tickers.
// Catalogue: TM-21 TM-02 TM-11

package main

import (
	"fmt"
	"time"
)

func main() {
	const unit = 50 * time.Millisecond
	log := make(chan string)
	time.AfterFunc(6*unit, func() { log <- "6 AfterFunc" })
	go func() { <-time.After(4 * unit); log <- "4 After" }()
	go func() { time.Sleep(2 * unit); log <- "2 Sleep" }()
	late := time.NewTimer(5 * unit)
	go func() { <-late.C; log <- "5 Timer" }()
	early := time.NewTimer(time.Hour)
	early.Reset(1 * unit)
	go func() { <-early.C; log <- "1 Timer, reset" }()
	ticker := time.NewTicker(3 * unit)
	go func() { <-ticker.C; log <- "3 Ticker"; ticker.Stop() }()
	stopped := time.AfterFunc(3*unit, func() { log <- "BUG: stopped" })
	stopped.Stop()
	for i := 0; i < 6; i++ {
		fmt.Println(<-log)
	}
}
