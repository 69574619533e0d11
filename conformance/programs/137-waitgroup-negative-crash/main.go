// 137-waitgroup-negative-crash: a counter below zero is a panic; in a goroutine of its own it ends the program.
// Catalogue: WG-03 PN-02 PN-05

package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		wg.Add(-2)
	}()
	wg = sync.WaitGroup{}
	wg.Add(1)
	gate := make(chan bool)
	go func() {
		wg.Done()
		<-gate
		wg.Done()
	}()
	wg.Wait()
	fmt.Println("one Done too many follows")
	gate <- true
	select {}
}
