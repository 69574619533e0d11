// 222-defer-resources: resources are given back in the reverse order of their taking, at every way out: return, early
// return, panic.
// Catalogue: DF-02 DF-03 DF-05 DF-15 DF-17

package main

import (
	"errors"
	"fmt"
)

type resource struct{ name string }

func open(name string) (*resource, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	fmt.Println("open", name)
	return &resource{name}, nil
}

func (r *resource) close() { fmt.Println("close", r.name) }

func transfer(from, to string, fail bool) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("transfer: %v", r)
		}
	}()
	a, err := open(from)
	if err != nil {
		return 0, err
	}
	defer a.close()
	b, err := open(to)
	if err != nil {
		return 0, err
	}
	defer b.close()
	n = 5
	if fail {
		panic("disk full")
	}
	return 10, nil
}

func main() {
	fmt.Println(transfer("a", "b", false))
	fmt.Println(transfer("a", "", false))
	fmt.Println(transfer("", "b", false))
	fmt.Println(transfer("a", "b", true))
}
