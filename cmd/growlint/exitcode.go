package main

import (
	"context"
	"errors"
)

// The exit codes; docs/usage.md prints this table.
const (
	exitClean      = 0 // nothing at or above the level
	exitFindings   = 1 // findings at or above the level
	exitIncomplete = 2 // something was skipped, under --strict
	exitInput      = 3 // a bad flag, configuration or input
	exitStopped    = 4 // the time limit was reached, or somebody interrupted the run
)

// exitCode maps an error to the exit code.
func exitCode(err error) int {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errInterrupted) {
		return exitStopped
	}
	return exitInput
}
