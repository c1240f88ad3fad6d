package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// errInterrupted is the cause of a context that a signal ended.
var errInterrupted = errors.New("interrupted: nothing was printed; what was analysed so far is kept in the cache, and the next run goes on from there")

// interruptGrace is how long a run has to stop by itself. Some steps, such as linking a large tree, do not look up in between; nothing
// is lost by leaving them, because the cache takes a whole entry or none.
const interruptGrace = 700 * time.Millisecond

// interruptible returns a context that ends with Ctrl-C and SIGTERM, and sees to it that the process does, too.
func interruptible(stderr io.Writer) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	stopped := make(chan struct{})
	go func() {
		select {
		case <-stopped:
			return
		case <-signals:
			cancel(errInterrupted)
		}
		select {
		case <-stopped:
		case <-signals: // asked twice
			exitInterrupted(stderr)
		case <-time.After(interruptGrace):
			exitInterrupted(stderr)
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(stopped)
		cancel(nil)
	}
}

func exitInterrupted(stderr io.Writer) {
	clearLine(stderr)
	fmt.Fprintf(stderr, "growlint: %v\n", errInterrupted)
	os.Exit(exitStopped)
}
