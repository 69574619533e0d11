// 241-deadlock-after-work: the program is reported dead only when the last one that could act has ended: a sleeper, a
// ticker's reader, a worker.
// Catalogue: DL-07 DL-08 DL-11 TM-24 GO-24

package main

import (
	"fmt"
	"time"
)

func main() {
	stuck := make(chan int)
	beats := make(chan int)
	go func() {
		t := time.NewTicker(10 * time.Millisecond)
		for i := 1; i <= 3; i++ {
			<-t.C
			beats <- i
		}
		t.Stop()
		close(beats)
	}()
	for b := range beats {
		fmt.Println("beat", b)
	}
	go func() {
		time.Sleep(20 * time.Millisecond)
		fmt.Println("the last sleeper ends")
	}()
	stuck <- 1
}
