// Command growlint finds containers in Python services that grow without bound, the commit that made each so, and, after an incident,
// joins both with the evidence into a post-mortem.
//
// This package knows the outside: flags, exit codes, files. What is found, when it became true and how it is worded is decided in
// analyzers, blame and report.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/analyzers"
)

// gcPercent trades some time for memory: the facts of a large tree stay for the whole run, and would be doubled by the default of 100. Who
// goes from tree to tree makes and drops answers all the time: there it would cost a fifth of the run.
const gcPercent, gcPercentOfHistory = 40, 100

// version is set by releases: -ldflags "-X main.version=…".
var version = "dev"

func main() {
	debug.SetGCPercent(gcPercent)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// newEngine returns an engine, and has memory collected as suits what it is for.
func newEngine(opt analyzers.Options) (*analyzers.Engine, error) {
	if !opt.Once {
		debug.SetGCPercent(gcPercentOfHistory)
	}
	return analyzers.New(opt)
}

// An app is what the subcommands share: where they write, and the exit code they ask for when nothing went wrong.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	code           int
}

// run is the program without the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	defer func() {
		if x := recover(); x != nil {
			fmt.Fprintf(stderr, "growlint: internal error: %v\nPlease report it with the command that led here.\n", x)
			code = exitInput
		}
	}()
	ctx, stop := interruptible(stderr)
	defer stop()
	root := newRootCommand(a)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		if errors.Is(context.Cause(ctx), errInterrupted) {
			err = errInterrupted
		}
		fmt.Fprintf(stderr, "growlint: %v\n", err)
		return exitCode(err)
	}
	return a.code
}

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "growlint",
		Short:         "Find unbounded growth in Python services, the commit that brought it, and what it did",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.AddCommand(newCheckCommand(a), newScanCommand(a), newIncidentCommand(a), newDemoCommand(a), newRulesCommand(a), newExplainCommand(a), newDebugCommand(a))
	return root
}
