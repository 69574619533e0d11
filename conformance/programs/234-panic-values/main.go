// 234-panic-values: the value given to panic comes back from recover as it is, of whatever type.
// Catalogue: PN-33 PN-35 RC-01

package main

import (
	"errors"
	"fmt"
)

type problem struct {
	code int
	err  error
}

func (p *problem) Error() string { return fmt.Sprint("problem ", p.code, ": ", p.err) }
func (p *problem) Unwrap() error { return p.err }

var errBase = errors.New("base")

func caught(v interface{}) (r interface{}) {
	defer func() { r = recover() }()
	panic(v)
}

func main() {
	p := &problem{7, errBase}
	r := caught(p)
	fmt.Println(r == p, r)
	fmt.Println("is base:", errors.Is(r.(error), errBase))
	var as *problem
	fmt.Println("as problem:", errors.As(caught(fmt.Errorf("wrapped: %w", p)).(error), &as), as.code)
	c := make(chan int)
	fmt.Println(caught(c) == c, caught(3.5), caught("text"), caught(true))
	list := []int{1, 2}
	got := caught(&list).(*[]int)
	list[0] = 9
	fmt.Println(*got)
	fmt.Println("no panic is left:", recover())
}
