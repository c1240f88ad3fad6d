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
	repo := long(t, 150, 20)
	scan := []string{"scan", "--repo", repo, "--format", "json", "HEAD~150..HEAD", "--cache-dir"}
	want := output(t, process(t, append(scan, "")...))

	cache, took := "", time.Hour
	for try := 0; took > time.Second; try++ { // a machine that has much else to do may be late, but not always
		if try == 3 {
			t.Fatalf("it took %v to end", took)
		}
		cache = t.TempDir()
		took = interrupt(t, cache, append(scan, cache)...)
	}
	kept := entries(t, cache)
	if got := output(t, process(t, append(scan, cache)...)); got != want {
		t.Errorf("after an interrupted run, with its cache:\n%s\nwant\n%s", got, want)
	}
	after, again := entries(t, cache), 0
	for name, written := range kept {
		if !after[name].Equal(written) {
			again++
		}
	}
	if again > len(kept)/10 || len(after) <= len(kept) { // an entry in the making when the signal came is made anew
		t.Errorf("the second run made %d of %d entries anew, and %d new ones", again, len(kept), len(after)-len(kept))
	}
}

// interrupt stops a run once it has kept something, as Ctrl-C does, and returns how long it took to end.
func interrupt(t *testing.T, cache string, args ...string) time.Duration {
	t.Helper()
	cmd := process(t, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForCache(t, cache)
	asked := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	took := time.Since(asked)
	if code := cmd.ProcessState.ExitCode(); code != exitStopped {
		t.Errorf("exit code %d, want %d", code, exitStopped)
	}
	if !strings.Contains(stderr.String(), "interrupted: nothing was printed") || stdout.Len() > 0 {
		t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
	}
	return took
}

// entries returns when each entry of a cache was written: one that is made again is written again.
func entries(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	out := map[string]time.Time{}
	found, _ := filepath.Glob(filepath.Join(dir, "*", "*-a"))
	for _, name := range found {
		if info, err := os.Stat(name); err == nil {
			out[name] = info.ModTime()
		}
	}
	if len(out) == 0 {
		t.Fatal("the cache has no entries")
	}
	return out
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
	if got := output(t, process(t, args...)); got != want {
		t.Errorf("what they left in the cache says\n%s\nwant\n%s", got, want)
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
