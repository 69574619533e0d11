// 207-semaphore-released-more: giving back more than is held is a panic.
// Catalogue: SM-06 PN-37

package main

import (
	"fmt"

	"golang.org/x/sync/semaphore"
)

func main() {
	s := semaphore.NewWeighted(2)
	s.TryAcquire(1)
	s.Release(1)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		s.Release(1)
	}()
	s = semaphore.NewWeighted(2)
	s.TryAcquire(2)
	s.Release(3)
}
