// 85-panic-multiline: a text of several lines, printed as it is up to Go 1.22 and indented by a tab from 1.23 on.
// Since go1.23: "two" reads "\ttwo"
// Since go1.23: "three" reads "\tthree"
// Catalogue: PN-15

package main

func main() {
	panic("one\ntwo\nthree")
}
