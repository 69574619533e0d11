// 197-context-values: values are looked up along the chain, the nearest wins, and contexts that carry cancellation
// pass the question on.
// Catalogue: CX-07 CX-08 CX-09 CX-12

package main

import (
	"context"
	"fmt"
	"time"
)

type user struct{ name string }
type userKey struct{}
type traceKey struct{}

func protect(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}

func main() {
	ann, bob := &user{"ann"}, &user{"bob"}
	name := func(ctx context.Context) string {
		if u, ok := ctx.Value(userKey{}).(*user); ok {
			return u.name
		}
		return "nobody"
	}
	root := context.Background()
	a := context.WithValue(root, userKey{}, ann)
	timed, cancel := context.WithTimeout(a, time.Hour)
	b := context.WithValue(context.WithValue(timed, traceKey{}, 17), userKey{}, bob)
	fmt.Println(name(root), name(a), name(timed), name(b))
	fmt.Println("trace:", root.Value(traceKey{}), timed.Value(traceKey{}), b.Value(traceKey{}))
	nobody := context.WithValue(b, userKey{}, nil)
	fmt.Println("nearest, though nil:", name(nobody), nobody.Value(userKey{}) == nil)
	fmt.Println("Done is the parent's:", b.Done() == timed.Done(), a.Done() == nil)
	cancel()
	fmt.Println("cancelled, values stay:", b.Err(), name(b))
	protect(func() { context.WithValue(nil, userKey{}, 1) })
	protect(func() { context.WithValue(root, nil, 1) })
	protect(func() { context.WithCancel(nil) })
}
