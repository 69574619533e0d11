// 178-sync-map-range: Range visits each entry once, in any order, until its function says false; the function may
// change the map.
// Catalogue: MP-03 MP-04

package main

import (
	"fmt"
	"sync"
)

func main() {
	var m sync.Map
	m.Range(func(k, v interface{}) bool {
		fmt.Println("BUG: an empty map has", k)
		return true
	})
	for i := 1; i <= 10; i++ {
		m.Store(i, i*i)
	}
	visits, sum := 0, 0
	m.Range(func(k, v interface{}) bool {
		visits++
		sum += v.(int)
		return true
	})
	fmt.Println("visits", visits, "sum", sum)
	visits = 0
	m.Range(func(k, v interface{}) bool {
		visits++
		return visits < 3
	})
	fmt.Println("stopped after", visits)
	seen := map[int]int{}
	m.Range(func(k, v interface{}) bool {
		seen[k.(int)]++
		m.Delete(k)
		m.Store(k.(int)+100*len(seen), 0) // may be visited, or not
		if k.(int) <= 10 {
			return true
		}
		m.Delete(k)
		return len(seen) < 30
	})
	twice, first := 0, 0
	for k, n := range seen {
		if n > 1 {
			twice++
		}
		if k <= 10 {
			first++
		}
	}
	fmt.Println("visited twice:", twice, "of the ten first:", first)
	_, there := m.Load(7)
	fmt.Println("deleted while visiting:", !there)
}
