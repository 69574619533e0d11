// 180-atomic-integers: Add gives the new value, Swap the old one, CompareAndSwap whether it happened; arithmetic
// wraps around.
// Catalogue: AT-01 AT-02 AT-03

package main

import (
	"fmt"
	"sync/atomic"
)

func main() {
	var i atomic.Int32
	fmt.Println(i.Load(), i.Add(5), i.Add(-7), i.Swap(10), i.Load())
	fmt.Println(i.CompareAndSwap(9, 11), i.Load(), i.CompareAndSwap(10, 11), i.Load())
	i.Store(1<<31 - 1)
	fmt.Println(i.Add(1), i.Add(-1))

	var u atomic.Uint32
	one := uint32(1)
	fmt.Println(u.Add(^(one - 1)), u.Add(1), u.Add(^uint32(3-1)))

	var big atomic.Int64
	fmt.Println(big.Add(1<<62), big.Add(1<<62), big.Swap(-1), big.Load())
	fmt.Println(big.CompareAndSwap(-1, 7), big.CompareAndSwap(-1, 8), big.Load())

	var ubig atomic.Uint64
	fmt.Println(ubig.Add(^uint64(0)), ubig.Add(2), ubig.Swap(1<<63), ubig.Load())

	var b atomic.Bool
	fmt.Println(b.Load(), b.Swap(true), b.CompareAndSwap(false, true), b.CompareAndSwap(true, false), b.Load())
	b.Store(true)
	fmt.Println(b.Load())
}
