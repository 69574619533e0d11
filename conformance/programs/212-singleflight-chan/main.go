// 212-singleflight-chan: DoChan gives a channel for the result, with room for it, never closed: a caller who loses
// patience holds up nobody.
// Catalogue: SF-05 SF-09 SE-13

package main

import (
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

func main() {
	var g singleflight.Group
	gate := make(chan bool)
	runs := 0
	fn := func() (interface{}, error) {
		runs++
		<-gate
		return 42, nil
	}
	a, b := g.DoChan("k", fn), g.DoChan("k", fn)
	fmt.Println("cap", cap(a), "different:", a != b)
	select {
	case <-a:
		fmt.Println("BUG: the function has not returned")
	case <-time.After(20 * time.Millisecond):
		fmt.Println("impatient")
	}
	gate <- true
	r := <-b
	fmt.Println(r.Val, r.Err, r.Shared, "runs", runs)
	time.Sleep(5 * time.Millisecond)
	fmt.Println("for the impatient one as well:", len(a))
	r = <-a
	fmt.Println(r.Val, r.Err, r.Shared)
	select {
	case _, ok := <-a:
		fmt.Println("BUG: a second result, or closed:", ok)
	case <-time.After(10 * time.Millisecond):
		fmt.Println("one result, not closed")
	}
}
