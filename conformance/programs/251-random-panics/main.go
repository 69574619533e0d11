// 251-random-panics: a hundred goroutines in which functions, at random, call and defer one another, panic, recover,
// exit and yield; what they did is logged, with what each recover gave and which calls came back.
// Catalogue: DF-02 DF-04 DF-16 DF-17 RC-01 RC-04 RC-08 RC-09 RC-12 RC-13 GX-01 GX-02 GX-04 GX-08

package main

import (
	"fmt"
	"runtime"
	"strings"
)

type random uint32

func (r *random) below(n int) int {
	*r ^= *r << 13
	*r ^= *r >> 17
	*r ^= *r << 5
	return int(*r % random(n))
}

type tree struct {
	rnd   *random
	nodes int
	log   []string
}

func (t *tree) note(what ...interface{}) { t.log = append(t.log, fmt.Sprint(what...)) }

func (t *tree) call(depth int) {
	for left := 1 + t.rnd.below(4); left > 0; left-- {
		t.nodes++
		id := t.nodes
		switch choice := t.rnd.below(20); {
		case choice < 3:
			t.note("at", id)
		case choice < 6 && depth < 5:
			t.call(depth + 1)
			t.note("back", id)
		case choice < 13 && depth < 5:
			defer t.call(depth + 1)
		case choice < 16:
			panic(id)
		case choice < 18:
			t.note("recover", id, "=", recover())
		case choice < 19:
			runtime.Gosched()
		default:
			runtime.Goexit()
		}
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched()
	rnd := random(88172645)
	for round := 0; round < 100; round++ {
		t := &tree{rnd: &rnd}
		done := make(chan bool)
		go func() {
			how := "exit"
			defer func() {
				if r := recover(); r != nil {
					how = fmt.Sprint("panic=", r)
				}
				t.note(how)
				close(done)
			}()
			t.call(0)
			how = "return"
		}()
		<-done
		fmt.Println(round, strings.Join(t.log, " "))
	}
}
