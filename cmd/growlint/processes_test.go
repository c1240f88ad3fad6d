package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/growlint/growlint/blame/history/historytest"
)

// asProgram makes the test binary behave as growlint, for tests that need processes of their own.
const asProgram = "GROWLINT_TEST_AS_PROGRAM"

func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// long is a history that takes some seconds to scan: commits of many files, each different.
func long(t *testing.T, commits, files int) string {
	t.Helper()
	b := historytest.New(t)
	all := historytest.Files{}
	for i := range files {
		all[fmt.Sprintf("m%d.py", i)] = module(i, 0)
	}
	b.Commit("start", all)
	for c := range commits {
		i := c % files
		b.Commit(fmt.Sprint("change ", c), historytest.Files{fmt.Sprintf("m%d.py", i): module(i, c+1)})
	}
	return b.Dir
}

func module(i, version int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "from flask import Flask, request\n\napp = Flask(__name__)\nseen%d = {}\nVERSION = %d\n", i, version)
	for j := range 40 {
		fmt.Fprintf(&b, "\n\n@app.route(\"/%d/%d\")\ndef handle_%d_%d():\n    seen%d[request.args[\"k%d\"]] = request.data\n    return helper_%d(request.args)\n\n\ndef helper_%d(args):\n    return [args[x] for x in args if x != %d]\n", i, j, i, j, i, version, j, j, version)
	}
	return b.String()
}

// output runs a command to its end, and returns what it printed; exit code 1 is a result, too.
func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != exitFindings {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.String())
	}
	return string(out)
}

func TestCtrlCEndsARunAndTheNextOneGoesOn(t *testing.T) {
	repo, cache := long(t, 150, 20), t.TempDir()
	scan := []string{"scan", "--repo", repo, "--format", "json", "--cache-dir", cache, "HEAD~150..HEAD"}
	want := output(t, process(t, "scan", "--repo", repo, "--format", "json", "--cache-dir", "", "HEAD~150..HEAD"))

	cmd := process(t, scan...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForCache(t, cache)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitStopped {
		t.Errorf("exit code %d, want %d", code, exitStopped)
	}
	if !strings.Contains(stderr.String(), "interrupted: nothing was printed") || stdout.Len() > 0 {
		t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
	}
	if got := output(t, process(t, scan...)); got != want {
		t.Errorf("after an interrupted run, with its cache:\n%s\nwant\n%s", got, want)
	}
}

// waitForCache waits until a run has kept something.
func waitForCache(t *testing.T, dir string) {
	t.Helper()
	for range 24_000 { // two minutes: the machine may have much else to do
		if found, _ := filepath.Glob(filepath.Join(dir, "*", "*-d")); len(found) > 30 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the run kept nothing in its cache")
}

func TestSeveralProcessesShareACache(t *testing.T) {
	repo, cache := long(t, 40, 10), t.TempDir()
	args := []string{"scan", "--repo", repo, "--format", "json", "--cache-dir", cache, "HEAD~40..HEAD"}
	want := output(t, process(t, "scan", "--repo", repo, "--format", "json", "--cache-dir", "", "HEAD~40..HEAD"))
	outputs := make(chan string, 3)
	for range cap(outputs) {
		go func() {
			out, _ := process(t, args...).Output()
			outputs <- string(out)
		}()
	}
	for range cap(outputs) {
		if got := <-outputs; got != want {
			t.Errorf("one of three at once said\n%s\nwant\n%s", got, want)
		}
	}
}

func TestAKilledRunLeavesNothingWrong(t *testing.T) {
	repo, cache := long(t, 60, 10), t.TempDir()
	args := []string{"scan", "--repo", repo, "--format", "json", "--cache-dir", cache, "HEAD~60..HEAD"}
	want := output(t, process(t, "scan", "--repo", repo, "--format", "json", "--cache-dir", "", "HEAD~60..HEAD"))
	for round := range 3 {
		cmd := process(t, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			waitForCache(t, cache)
		} else {
			time.Sleep(time.Duration(100*round) * time.Millisecond)
		}
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
	}
	if got := output(t, process(t, args...)); got != want {
		t.Errorf("after three killed runs:\n%s\nwant\n%s", got, want)
	}
}
