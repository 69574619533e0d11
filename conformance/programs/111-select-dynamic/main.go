// 111-select-dynamic: a select over a number of cases known only at run time (reflect.Select): values of one producer
// keep their order, and a closed channel is taken out.
// Catalogue: SE-01 SE-08 SE-15

package main

import (
	"fmt"
	"reflect"
)

func main() {
	const n = 6
	var cases []reflect.SelectCase
	var who []int
	for i := 0; i < n; i++ {
		c := make(chan int)
		go func(id int) {
			for k := 0; k <= id; k++ {
				c <- 10*id + k
			}
			close(c)
		}(i)
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)})
		who = append(who, i)
	}
	var next [n]int
	sum, ordered := 0, true
	for len(cases) > 0 {
		i, v, ok := reflect.Select(cases)
		id := who[i]
		if !ok {
			cases = append(cases[:i], cases[i+1:]...)
			who = append(who[:i], who[i+1:]...)
			continue
		}
		ordered = ordered && int(v.Int()) == 10*id+next[id]
		next[id]++
		sum += int(v.Int())
	}
	fmt.Println("received", next, "sum", sum, "ordered", ordered)
}
