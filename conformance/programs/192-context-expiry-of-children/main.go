// 192-context-expiry-of-children: before the deadline cancel gives Canceled to the context and its children; when a
// parent's deadline is over its children report the parent's error.
// Catalogue: CX-03 CX-18 CX-19

package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	root, cancelRoot := context.WithCancel(context.Background())
	defer cancelRoot()
	middle, cancelMiddle := context.WithTimeout(root, time.Hour)
	leaf, cancelLeaf := context.WithTimeout(middle, time.Minute)
	defer cancelLeaf()
	cancelMiddle()
	fmt.Println("root:", root.Err(), "middle:", middle.Err(), "leaf:", leaf.Err())

	short, cancelShort := context.WithTimeout(root, 20*time.Millisecond)
	defer cancelShort()
	child, cancelChild := context.WithCancel(short)
	other, cancelOther := context.WithCancel(short)
	valued := context.WithValue(child, "key", 1)
	cancelOther()
	<-valued.Done()
	fmt.Println("child:", child.Err(), "valued:", valued.Err(), "other:", other.Err())
	cancelChild()
	fmt.Println("child, cancelled later:", child.Err(), "root:", root.Err())
}
