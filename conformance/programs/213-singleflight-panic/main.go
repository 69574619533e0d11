// 213-singleflight-panic: a panic in the function is raised again in every caller of Do, as an error that begins with
// the panic's text; Goexit ends every caller. The key is forgotten in both cases.
// Catalogue: SF-06 SF-08 GX-01

package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"
)

func main() {
	var g singleflight.Group
	gate := make(chan bool)
	ended := make(chan string)
	runs := 0
	ask := func(end func()) {
		how := "ended by Goexit"
		defer func() {
			if r := recover(); r != nil {
				_, isError := r.(error)
				how = fmt.Sprint(strings.Split(fmt.Sprint(r), "\n")[0], ", an error: ", isError)
			}
			ended <- how
		}()
		g.Do("k", func() (interface{}, error) {
			runs++
			<-gate
			end()
			return nil, nil
		})
		how = "BUG: Do returned"
	}
	for _, end := range []func(){func() { panic("boom") }, runtime.Goexit} {
		for i := 0; i < 3; i++ {
			go ask(end)
		}
		time.Sleep(20 * time.Millisecond)
		gate <- true
		for i := 0; i < 3; i++ {
			fmt.Println(<-ended)
		}
	}
	v, err, shared := g.Do("k", func() (interface{}, error) { return "works again", nil })
	fmt.Println(v, err, shared, "runs", runs)
}
