// 177-sync-map: the operations of sync.Map on keys that are there and keys that are not.
// Catalogue: MP-01 MP-02

package main

import (
	"fmt"
	"sync"
)

func main() {
	var m sync.Map
	fmt.Println(m.Load("a"))
	fmt.Println(m.LoadOrStore("a", 1))
	fmt.Println(m.LoadOrStore("a", 2))
	fmt.Println(m.Load("a"))
	m.Store("a", 3)
	fmt.Println(m.Load("a"))
	fmt.Println(m.LoadAndDelete("a"))
	fmt.Println(m.LoadAndDelete("a"))
	m.Delete("never there")
	m.Store("b", nil)
	fmt.Println(m.Load("b"))
	fmt.Println(m.LoadOrStore("b", 4))
	m.Delete("b")
	fmt.Println(m.Load("b"))
	m.Store(1, "number")
	m.Store("1", "string")
	fmt.Println(m.Load(1))
	fmt.Println(m.Load("1"))
}
