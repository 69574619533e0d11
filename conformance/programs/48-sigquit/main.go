// 48-sigquit: SIGQUIT ends the program with a dump of every goroutine and exit code 2; no deferred call runs.
// Catalogue: DM-06 DM-14 DM-22
// Real time: a signal comes from outside.

package main

import (
	"fmt"
	"os/exec"
	"time"
)

func main() {
	defer fmt.Println("BUG: SIGQUIT runs no defers")
	go func() { make(chan int) <- 1 }()
	go func() {
		time.Sleep(10 * time.Second) // keeps the program from being a deadlock
		fmt.Println("BUG: still alive")
	}()
	fmt.Println("asking for a dump")
	exec.Command("sh", "-c", "sleep 0.1; kill -QUIT $PPID").Start()
	<-make(chan int)
}
