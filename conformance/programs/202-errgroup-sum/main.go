// 202-errgroup-sum: files are read by one goroutine, summed by a limited group, and collected in order; the first
// error stops the reading.
// Catalogue: EG-02 EG-03 EG-04 EG-06 CX-20

package main

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"
)

var errBad = errors.New("bad file")

func sums(files []string) ([]int, int, error) {
	g, ctx := errgroup.WithContext(context.Background())
	names := make(chan int)
	read := 0
	g.Go(func() error {
		defer close(names)
		for i := range files {
			select {
			case names <- i:
				read++
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	result := make([]int, len(files))
	for w := 0; w < 2; w++ {
		g.Go(func() error {
			for i := range names {
				if files[i] == "" {
					return errBad
				}
				for _, b := range []byte(files[i]) {
					result[i] += int(b - '0')
				}
			}
			return nil
		})
	}
	err := g.Wait()
	return result, read, err
}

func main() {
	var files []string
	for i := 0; i < 10; i++ {
		files = append(files, fmt.Sprint(i*i*111))
	}
	fmt.Println(sums(files))
	endless := make([]string, 1000)
	_, read, err := sums(endless)
	fmt.Println("first error:", err, "read at most two:", read <= 2)
}
