// 68-no-parent: a goroutine does not depend on the one that started it: it goes on when that one has returned, and it
// can start others in turn, to any depth.
// Catalogue: GO-20 GO-27 SD-078

package main

import "fmt"

func descend(depth int, report chan<- string, ended chan<- int) {
	if depth == 0 {
		report <- "the last descendant reports"
		return
	}
	go descend(depth-1, report, ended)
	ended <- depth
}

func main() {
	questions, answers := make(chan int), make(chan int)
	parentGone := make(chan bool)
	go func() {
		go func() {
			for q := range questions {
				answers <- q * q
			}
			close(answers)
		}()
		close(parentGone)
	}()
	<-parentGone
	for i := 1; i <= 3; i++ {
		questions <- i
		fmt.Println("answer", <-answers)
	}
	close(questions)
	_, ok := <-answers
	fmt.Println("answers open:", ok)

	report := make(chan string)
	ended := make(chan int, 100)
	go descend(100, report, ended)
	fmt.Println(<-report)
	sum := 0
	for i := 0; i < 100; i++ {
		sum += <-ended
	}
	fmt.Println("sum of depths", sum)
}
