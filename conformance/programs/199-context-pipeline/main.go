// 199-context-pipeline: a server handles requests with a time limit for each: the slow one is given up, and its late
// answer disturbs nobody.
// Catalogue: CX-13 CX-20 SE-13 SE-15 CH-35

package main

import (
	"context"
	"fmt"
	"time"
)

func slow(d time.Duration, answer string) <-chan string {
	c := make(chan string, 1) // room for an answer nobody takes
	go func() {
		time.Sleep(d)
		c <- answer
	}()
	return c
}

func handle(ctx context.Context, d time.Duration, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	select {
	case s := <-slow(d, "answer"):
		return s, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s, err := handle(ctx, time.Millisecond, time.Minute)
	fmt.Printf("%q %v\n", s, err)
	s, err = handle(ctx, time.Minute, 20*time.Millisecond)
	fmt.Printf("%q %v\n", s, err)
	time.AfterFunc(20*time.Millisecond, cancel)
	s, err = handle(ctx, time.Minute, time.Minute)
	fmt.Printf("%q %v\n", s, err)
	s, err = handle(ctx, time.Minute, time.Minute)
	fmt.Printf("%q %v\n", s, err)
}
