// 52-seed-addele: a recover in each goroutine keeps six index errors from ending the program (seed 001, program 1).
// Corrections: the slice was shared and printed while others wrote to it (SD-011), so each goroutine has its own;
// main waits for ten reports instead of two seconds and prints them in order of the goroutines.
// Catalogue: GO-25 PN-21 PN-35 SD-011 SD-075

package main

import "fmt"

type report struct {
	i    int
	text string
}

func addele(a []int, i int, out chan<- report) {
	defer func() {
		err := recover()
		if err != nil {
			out <- report{i, fmt.Sprint(err)}
		}
	}()
	a[i] = i
	out <- report{i, fmt.Sprint(a)}
}

func main() {
	out := make(chan report)
	for i := 0; i < 10; i++ {
		go addele(make([]int, 4), i, out)
	}
	var texts [10]string
	for range texts {
		r := <-out
		texts[r.i] = r.text
	}
	for _, text := range texts {
		fmt.Println(text)
	}
}
