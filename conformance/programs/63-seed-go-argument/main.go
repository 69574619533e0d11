// 63-seed-go-argument: the argument of a go statement is evaluated at the statement, the captured variable when the body
// reads it (seed 003, program 7). Correction: reading a while main may still write it is a race (SD-073), so a closed
// channel orders the two; the sleeps stay, a hundredth as long.
// Catalogue: GO-02 GO-03 TM-01 SD-070 SD-073

package main

import (
	"fmt"
	"time"
)

func main() {
	var a = 123
	assigned := make(chan struct{})
	go func(x int) {
		time.Sleep(10 * time.Millisecond)
		<-assigned
		fmt.Println(x, a) // 123 789
	}(a)

	a = 789
	close(assigned)

	time.Sleep(40 * time.Millisecond)
}
