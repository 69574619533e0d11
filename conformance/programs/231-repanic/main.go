// 231-repanic: raising a recovered panic again, as it is: up to Go 1.24 the report shows it twice, since 1.25 once.
// Since go1.25: "panic: original [recovered]" reads "panic: original [recovered, repanicked]"
// Since go1.25: "\tpanic: original" reads ""
// Catalogue: PN-10 RC-01

package main

import "fmt"

func main() {
	defer func() {
		if r := recover(); r != "known" {
			fmt.Println("not mine:", r)
			panic(r)
		}
	}()
	func() {
		defer func() { fmt.Println("passing by") }()
		panic("original")
	}()
}
