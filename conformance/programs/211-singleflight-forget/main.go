// 211-singleflight-forget: Forget lets the next call start a run of its own while the old one goes on; each caller
// gets the result of the run it joined.
// Catalogue: SF-02 SF-04

package main

import (
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

func main() {
	var g singleflight.Group
	results := make(chan string)
	start := func(name string, gate chan bool) {
		go func() {
			v, _, shared := g.Do("key", func() (interface{}, error) {
				<-gate
				return "made by " + name, nil
			})
			results <- fmt.Sprint(name, ": ", v, ", shared ", shared)
		}()
		time.Sleep(10 * time.Millisecond)
	}
	old, renewed := make(chan bool), make(chan bool)
	start("first", old)
	g.Forget("key")
	start("second", renewed)
	start("third", nil)
	renewed <- true
	a, b := <-results, <-results
	if a > b {
		a, b = b, a
	}
	fmt.Println(a)
	fmt.Println(b)
	old <- true
	fmt.Println(<-results)
	g.Forget("never seen")
}
