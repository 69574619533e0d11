// 25-panic-values: how an uncaught panic value is printed, by its type. The program starts itself again once per case.
// No lines here, since JavaScript has no such values: complex, named string and number, pointer, slice, func, a struct (all
// print an address or a type name), a float in exponent form, runes and bytes as types of their own, the signal line
// of a nil dereference (PN-13 PN-14 PN-24).
// Since go1.21: "    panic: nil" reads "    panic: panic called with nil argument"
// Since go1.23: "    two" reads "    \ttwo"
// Catalogue: PN-11 PN-12 PN-15 PN-16 PN-17 PN-18 PN-26 PN-37

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

type myErr struct{ code int }

func (e myErr) Error() string { return fmt.Sprintf("myErr code %d", e.code) }

type myStringer struct{}

func (myStringer) String() string { return "from Stringer" }

type badErr struct{}

func (badErr) Error() string { panic("while printing") }

var cases = []struct {
	name string
	f    func()
}{
	{"string", func() { panic("text") }},
	{"empty string", func() { panic("") }},
	{"multi-line", func() { panic("one\ntwo") }},
	{"error", func() { panic(errors.New("an error")) }},
	{"custom error", func() { panic(myErr{7}) }},
	{"wrapped error", func() { panic(fmt.Errorf("outer: %w", myErr{7})) }},
	{"Stringer", func() { panic(myStringer{}) }},
	{"int", func() { panic(42) }},
	{"negative", func() { panic(-1) }},
	{"bool", func() { panic(true) }},
	{"rune", func() { panic('x') }},
	{"nil", func() { panic(nil) }},
	{"runtime error", func() { c := make(chan int); close(c); close(c) }},
	{"Error panics", func() { panic(badErr{}) }},
	{"fmt.Sprintf", func() { panic(fmt.Sprintf("%d%%", 50)) }},
}

func main() {
	if len(os.Args) > 1 {
		for _, c := range cases {
			if c.name == os.Args[1] {
				c.f()
			}
		}
		return
	}
	for _, c := range cases {
		cmd := exec.Command(os.Args[0], c.name)
		var sb strings.Builder
		cmd.Stderr = &sb
		err := cmd.Run()
		head := sb.String()
		if i := strings.Index(head, "\n\ngoroutine "); i >= 0 {
			head = head[:i]
		}
		code := 0
		if ee, ok := err.(*exec.ExitError); ok {
			code = ee.ExitCode()
		}
		fmt.Printf("%s -> exit %d\n", c.name, code)
		for _, l := range strings.Split(head, "\n") {
			fmt.Println("    " + l)
		}
	}
}
