// 142-mutex-self-deadlock: a Mutex does not know who holds it: a method that takes the lock and calls another that
// takes it waits for itself.
// Since go1.20: "goroutine 1 [semacquire]:" reads "goroutine 1 [sync.Mutex.Lock]:"
// Catalogue: MU-03 MU-05 DL-04 DL-10 DM-10

package main

import (
	"fmt"
	"sync"
)

type account struct {
	mu      sync.Mutex
	balance int
}

func (a *account) Balance() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}

func (a *account) Deposit(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
	fmt.Println("TryLock while held:", a.mu.TryLock())
	fmt.Println("BUG: the balance is", a.Balance())
}

func main() {
	a := &account{}
	fmt.Println("balance", a.Balance())
	a.Deposit(5)
}
