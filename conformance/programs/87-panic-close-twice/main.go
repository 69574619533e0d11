// 87-panic-close-twice: closing a closed channel, uncaught, some calls down from main. Exit code 2.
// Catalogue: CL-09 CL-13 PN-01 PN-02 PN-03 PN-20

package main

import "fmt"

func finish(c chan int, times int) {
	defer fmt.Println("finish", times)
	close(c)
	finish(c, times+1)
}

func main() {
	finish(make(chan int), 1)
}
