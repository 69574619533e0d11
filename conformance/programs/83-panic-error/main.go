// 83-panic-error: an uncaught error value is printed by its Error method, without its type. Exit code 2.
// Catalogue: PN-02 PN-11 PN-37

package main

import (
	"errors"
	"fmt"
)

type notFound struct {
	name  string
	cause error
}

func (e *notFound) Error() string { return fmt.Sprintf("%q not found: %v", e.name, e.cause) }

func main() {
	defer fmt.Println("main's defer comes first")
	panic(&notFound{"key", errors.New("store is closed")})
}
