// 176-pool: Get gives what was put, in any order, or a new one; without New it gives nil; Put of nil is ignored.
// (Whether anything is kept at all is not promised: only what holds in any case is printed.)
// Catalogue: PL-01 PL-02 PL-03 PL-04

package main

import (
	"fmt"
	"sync"
)

type buf struct{ used int }

func main() {
	var empty sync.Pool
	fmt.Println(empty.Get())
	empty.Put(nil)
	fmt.Println(empty.Get())

	made := 0
	p := sync.Pool{New: func() interface{} {
		made++
		return &buf{}
	}}
	a, b := p.Get().(*buf), p.Get().(*buf)
	fmt.Println("made", made, "different:", a != b)
	a.used, b.used = 1, 1
	p.Put(a)
	p.Put(b)
	x, y := p.Get().(*buf), p.Get().(*buf)
	fmt.Println("never twice the same:", x != y)
	fmt.Println("old or new:", x == a || x == b || x.used == 0, y == a || y == b || y.used == 0)
	fmt.Println("made enough:", made+x.used+y.used == 4)

	q := sync.Pool{New: func() interface{} { return new([64]int) }}
	var wg sync.WaitGroup
	clean := make(chan bool, 16)
	for g := 0; g < 16; g++ {
		wg.Add(1)
		go func(g int) {
			defer wg.Done()
			ok := true
			for i := 0; i < 100; i++ {
				a := q.Get().(*[64]int)
				ok = ok && a[0] == 0 // nobody else is using it
				a[0] = g + 1
				a[0] = 0
				q.Put(a)
			}
			clean <- ok
		}(g)
	}
	wg.Wait()
	all := true
	for len(clean) > 0 {
		all = <-clean && all
	}
	fmt.Println("never shared:", all)
}
