// 175-cond-deadlock: a Signal sent before the Wait is lost, and the one who waits stays for ever; the report says
// sync.Cond.Wait.
// Catalogue: CO-04 CO-09 DL-10 DM-13

package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	started := make(chan bool)
	go func() {
		started <- true
		time.Sleep(20 * time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		c.Wait()
		fmt.Println("BUG: woken")
	}()
	<-started
	c.Signal() // too early
	fmt.Println("signalled too early")
	time.Sleep(40 * time.Millisecond)
	mu.Lock()
	c.Wait()
}
