// 126-ticker-interval: a ticker's interval must be positive; Tick answers nil for one that is not.
// Catalogue: TM-14 TM-15 TM-16

package main

import (
	"fmt"
	"time"
)

func protect(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}

func main() {
	protect(func() { time.NewTicker(0) })
	protect(func() { time.NewTicker(-time.Second) })
	t := time.NewTicker(time.Hour)
	protect(func() { t.Reset(0) })
	t.Stop()
	protect(func() { t.Reset(-1) })
	fmt.Println(time.Tick(0) == nil, time.Tick(-1) == nil)
	tick := time.Tick(5 * time.Millisecond)
	<-tick
	<-tick
	fmt.Println("two ticks")
}
