// 37-context-cancel: how cancelling spreads in a tree, the values and texts of Err, what Value finds, misuse. Keys are pointers,
// as the typed keys of the twin are objects: two of one name never collide, and one that can't be compared can't be made
// (so "key is not comparable" has no line).
// Catalogue: CX-01 CX-02 CX-03 CX-04 CX-05 CX-06 CX-07 CX-08 CX-09 CX-10 CX-11 CX-12

package main

import (
	"context"
	"errors"
	"fmt"
)

type key struct{ name string }

func try(name string, f func()) {
	defer func() { fmt.Printf("%s: %v\n", name, recover()) }()
	f()
}

func main() {
	bg, todo := context.Background(), context.TODO()
	user, other, unknown := &key{"user"}, &key{"user"}, &key{"unknown"}
	fmt.Println(bg, todo, bg.Done() == nil, todo.Done() == nil, bg.Err(), bg.Value(user))
	_, has := bg.Deadline()
	fmt.Println("deadline:", has)

	root, cancelRoot := context.WithCancel(bg)
	mid := context.WithValue(root, user, "ann")
	leaf, cancelLeaf := context.WithCancel(mid)
	sibling, cancelSibling := context.WithCancel(mid)
	defer cancelSibling()
	fmt.Println("before:", root.Err(), leaf.Err())

	cancelLeaf()
	cancelLeaf() // idempotent
	fmt.Println("child cancelled:", leaf.Err(), "| parent", root.Err(), "| sibling", sibling.Err())
	cancelRoot()
	fmt.Println("root cancelled:", root.Err(), "| mid", mid.Err(), "| sibling", sibling.Err())
	<-sibling.Done()
	fmt.Println(root)
	fmt.Println("is Canceled:", sibling.Err() == context.Canceled, errors.Is(leaf.Err(), context.Canceled))

	late, cancelLate := context.WithCancel(root) // derived from a dead parent: dead at once
	defer cancelLate()
	select {
	case <-late.Done():
		fmt.Println("late child is born cancelled:", late, late.Err())
	default:
		fmt.Println("BUG")
	}

	// values: nearest wins, keys of one name never collide, nil for unknown
	v := context.WithValue(mid, user, "bob")
	v = context.WithValue(v, other, "another key")
	fmt.Println(v.Value(user), "|", v.Value(other), "|", mid.Value(user), "|", v.Value(unknown))

	// Done returns the same channel each time; it is never sent on, only closed
	d1, d2 := leaf.Done(), leaf.Done()
	_, open := <-d1
	fmt.Println(d1 == d2, open, "WithValue shares its parent's Done:", mid.Done() == root.Done())

	try("nil parent WithCancel", func() { context.WithCancel(nil) })
	try("nil parent WithValue", func() { context.WithValue(nil, user, 1) })
	try("nil key", func() { context.WithValue(bg, nil, 1) })
	fmt.Printf("%q %q\n", context.Canceled.Error(), context.DeadlineExceeded.Error())
}
