// 225-recover-methods: a deferred named function, method, method of an interface or method value recovers like a
// literal.
// Catalogue: RC-07 DF-05 DF-08 DF-09

package main

import "fmt"

func named() { fmt.Println("named got", recover()) }

type value struct{ id int }

func (v value) stop() { fmt.Println("method of", v.id, "got", recover()) }

type pointer struct{ id int }

func (p *pointer) stop() { fmt.Println("method of *", p.id, "got", recover()) }

type stopper interface{ stop() }

func main() {
	func() {
		defer named()
		panic(1)
	}()
	func() {
		v := value{10}
		defer v.stop() // the receiver is copied now
		v.id = 11
		panic(2)
	}()
	func() {
		p := &pointer{20}
		defer p.stop()
		p.id = 21
		panic(3)
	}()
	func() {
		var s stopper = &pointer{30}
		defer s.stop()
		s = value{31}
		panic(4)
	}()
	func() {
		f := (&pointer{40}).stop
		defer f()
		f = nil
		panic(5)
	}()
}
