// 195-context-custom-parent: a parent of a type of one's own: its children watch its Done channel and report its Err
// as it is.
// Catalogue: CX-19 CX-23 CX-24

package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type manual struct {
	done chan struct{}
	err  error
}

func (m *manual) Deadline() (time.Time, bool)       { return time.Time{}, false }
func (m *manual) Done() <-chan struct{}             { return m.done }
func (m *manual) Err() error                        { return m.err }
func (m *manual) Value(key interface{}) interface{} { return nil }

func main() {
	parent := &manual{done: make(chan struct{})}
	child, cancel := context.WithCancel(parent)
	defer cancel()
	timed, cancelTimed := context.WithTimeout(child, time.Hour)
	defer cancelTimed()
	early, cancelEarly := context.WithCancel(parent)
	cancelEarly()
	fmt.Println("before:", child.Err(), timed.Err(), early.Err())
	parent.err = errors.New("foreign error")
	close(parent.done)
	<-timed.Done()
	fmt.Println("after:", child.Err(), "/", timed.Err(), "/", early.Err())
	fmt.Println("same value:", timed.Err() == parent.err)
	late, cancelLate := context.WithCancel(parent)
	defer cancelLate()
	<-late.Done()
	fmt.Println("late:", late.Err())
}
