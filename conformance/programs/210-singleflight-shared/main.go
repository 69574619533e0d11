// 210-singleflight-shared: calls for a key that is under way share one run and its result; afterwards the key is
// forgotten, whether it went well or not.
// Catalogue: SF-01 SF-02 SF-03

package main

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

func main() {
	var g singleflight.Group
	runs := 0
	release := make(chan bool)
	results := make(chan string)
	ask := func(key string, err error) {
		v, e, shared := g.Do(key, func() (interface{}, error) {
			runs++
			n := runs
			<-release
			return fmt.Sprint(key, n), err
		})
		results <- fmt.Sprint(v, " ", e, " ", shared)
	}
	for i := 0; i < 3; i++ {
		go ask("a", nil)
	}
	time.Sleep(20 * time.Millisecond)
	release <- true
	for i := 0; i < 3; i++ {
		fmt.Println(<-results)
	}
	go ask("a", nil)
	release <- true
	fmt.Println("again:", <-results)

	failed := errors.New("failed")
	for i := 0; i < 2; i++ {
		go ask("b", failed)
	}
	time.Sleep(20 * time.Millisecond)
	release <- true
	fmt.Println(<-results)
	fmt.Println(<-results)
	go ask("b", nil)
	release <- true
	fmt.Println("an error is not kept:", <-results)
	fmt.Println("runs", runs)
}
