// 124-after-func-panic: a panic in the function of AfterFunc ends the program, whatever main does.
// Catalogue: TM-13 PN-05 PN-06

package main

import (
	"fmt"
	"time"
)

func main() {
	defer func() { fmt.Println("BUG: main's deferred calls do not run:", recover()) }()
	time.AfterFunc(10*time.Millisecond, func() { panic("in timer") })
	fmt.Println("main sleeps")
	time.Sleep(time.Minute)
}
