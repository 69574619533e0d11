// 190-context-timeout: a context with a timeout is done when that is over, and its error stays what it was.
// Catalogue: CX-04 CX-13 CX-14 CX-15

package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	at, ok := ctx.Deadline()
	fmt.Println("deadline:", ok, at.Sub(start) >= 25*time.Millisecond, at.Sub(start) < time.Minute)
	fmt.Println("before:", ctx.Err())
	<-ctx.Done()
	fmt.Println("too early:", time.Since(start) < 30*time.Millisecond)
	fmt.Println("after:", ctx.Err(), ctx.Err() == context.DeadlineExceeded)
	cancel()
	fmt.Println("cancelled later:", ctx.Err())
	_, open := <-ctx.Done()
	fmt.Println("Done open:", open)

	ctx, cancel = context.WithDeadline(context.Background(), start.Add(time.Hour))
	defer cancel()
	select {
	case <-ctx.Done():
		fmt.Println("BUG: an hour has passed")
	case <-time.After(10 * time.Millisecond):
		fmt.Println("an hour is long:", ctx.Err())
	}
}
