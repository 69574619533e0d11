// 181-atomic-value: a Value is nil until the first Store, which settles its type; nil and other types are panics with
// texts of their own.
// Catalogue: AT-05 AT-06 AT-07

package main

import (
	"fmt"
	"sync/atomic"
)

func protect(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}

func main() {
	var v atomic.Value
	fmt.Println(v.Load())
	protect(func() { v.Store(nil) })
	protect(func() { v.Swap(nil) })
	protect(func() { v.CompareAndSwap(1, nil) })
	fmt.Println("still empty:", v.Load())
	v.Store(1)
	fmt.Println(v.Load(), v.Swap(2), v.Load())
	protect(func() { v.Store("a string") })
	protect(func() { v.Swap("a string") })
	protect(func() { v.CompareAndSwap("old", "new") })
	protect(func() { v.CompareAndSwap(2, "new") })
	protect(func() { v.Store(nil) })
	fmt.Println(v.CompareAndSwap(1, 3), v.CompareAndSwap(2, 3), v.Load())

	var w atomic.Value
	fmt.Println(w.CompareAndSwap(nil, "first"), w.Load())
	fmt.Println(w.CompareAndSwap("first", "second"), w.Load())
	var x atomic.Value
	fmt.Println(x.Swap(true), x.Load())
}
