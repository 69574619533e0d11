// 233-panic-nil: panic(nil): up to Go 1.20 recover cannot tell it from no panic; since 1.21 it gives a runtime error.
// Since go1.21: "recovered: <nil> returned normally: false" reads "recovered: panic called with nil argument returned normally: false"
// Catalogue: PN-17 PN-18 RC-04 RC-18

package main

import "fmt"

func try(f func()) {
	normal := false
	defer func() { fmt.Println("recovered:", recover(), "returned normally:", normal) }()
	f()
	normal = true
}

func main() {
	try(func() {})
	try(func() { panic(nil) })
	try(func() { panic(0) })
	try(func() { panic("") })
	try(func() { panic(false) })
}
