package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The benchmarks of history run growlint as a process, beside the git program over the same commits. GROWLINT_BENCH_REPO names a clone
// with a long history; GROWLINT_BENCH_COMMITS how many first parents back from its HEAD the range reaches (300). The synthetic
// repositories need neither.

func benchRepo(b *testing.B) (dir string, commits int) {
	b.Helper()
	dir = os.Getenv("GROWLINT_BENCH_REPO")
	if dir == "" {
		b.Skip("GROWLINT_BENCH_REPO names no clone")
	}
	commits = 300
	if s := os.Getenv("GROWLINT_BENCH_COMMITS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		commits = n
	}
	return dir, commits
}

// timed runs growlint once; findings are a result, too.
func timed(b *testing.B, args ...string) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() > exitFindings {
		b.Fatalf("%v: %v\n%s", args, err, stderr.String())
	}
}

func gitRun(b *testing.B, dir string, args ...string) {
	b.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Stdout = io.Discard
	if err := cmd.Run(); err != nil {
		b.Fatalf("git %v: %v", args, err)
	}
}

// BenchmarkRangeScan: a range with an empty cache, the range one tenth further on with the cache of the first, the same through go-git
// alone, and git's own way through the same commits.
func BenchmarkRangeScan(b *testing.B) {
	repo, n := benchRepo(b)
	shift := n / 10
	first := fmt.Sprintf("HEAD~%d..HEAD~%d", n+shift, shift)
	second := fmt.Sprintf("HEAD~%d..HEAD", n)
	b.Run("git log -p", func(b *testing.B) {
		for b.Loop() {
			gitRun(b, repo, "log", "-p", "--first-parent", first, "--", "*.py")
		}
	})
	for name, source := range map[string]string{"with git": "--no-git-program=false", "go-git alone": "--no-git-program"} {
		b.Run("cold, "+name, func(b *testing.B) {
			for b.Loop() {
				timed(b, "scan", "--repo", repo, "--cache-dir", b.TempDir(), source, first)
			}
		})
	}
	cache := b.TempDir()
	timed(b, "scan", "--repo", repo, "--cache-dir", cache, first)
	b.Run("warm, the same range", func(b *testing.B) {
		for b.Loop() {
			timed(b, "scan", "--repo", repo, "--cache-dir", cache, first)
		}
	})
	b.Run("warm, shifted", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			own := b.TempDir()
			if err := os.CopyFS(own, os.DirFS(cache)); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			timed(b, "scan", "--repo", repo, "--cache-dir", own, second)
		}
	})
}

// BenchmarkFullHistory scans every first parent, from the beginning.
func BenchmarkFullHistory(b *testing.B) {
	repo, _ := benchRepo(b)
	for b.Loop() {
		timed(b, "scan", "--repo", repo, "--cache-dir", b.TempDir(), "HEAD")
	}
}

// BenchmarkAttribution asks for the origin of everything at HEAD, with the facts in the cache, and reports the time of one.
func BenchmarkAttribution(b *testing.B) {
	repo, _ := benchRepo(b)
	cache := b.TempDir()
	count := strings.Count(string(mustOutput(b, "check", "--repo", repo, "--level", "note", "--format", "json", "--cache-dir", cache)), `"fingerprint"`)
	if count == 0 {
		b.Fatal("nothing is found at HEAD")
	}
	for b.Loop() {
		timed(b, "check", "--repo", repo, "--level", "note", "--introduced", "--cache-dir", cache)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(count), "s/finding")
}

func mustOutput(b *testing.B, args ...string) []byte {
	b.Helper()
	code, out, stderr := inProcess(args...)
	if code > exitFindings {
		b.Fatalf("%v: %s", args, stderr)
	}
	return []byte(out)
}

// BenchmarkOneMoreCommit is the cost of a commit that changes one file, in repositories of different sizes: the difference between a range
// of 41 commits and one of a single commit, by forty.
func BenchmarkOneMoreCommit(b *testing.B) {
	for _, files := range []int{500, 5_000, 50_000} {
		repo := filepath.Join(b.TempDir(), "repo.git")
		synthetic(b, repo, files, 41)
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			cache := b.TempDir()
			timed(b, "check", "--repo", repo, "--rev", "HEAD~41", "--cache-dir", cache) // facts of everything but the changes
			total := 0.0
			for b.Loop() {
				one := elapsed(b, func() {
					timed(b, "scan", "--repo", repo, "--cache-dir", copied(b, cache), "HEAD~41..HEAD~40")
				})
				all := elapsed(b, func() { timed(b, "scan", "--repo", repo, "--cache-dir", copied(b, cache), "HEAD~41..HEAD") })
				total += (all - one) / 40
			}
			b.ReportMetric(1000*total/float64(b.N), "ms/commit")
		})
	}
}

func copied(b *testing.B, cache string) string {
	b.Helper()
	own := b.TempDir()
	if err := os.CopyFS(own, os.DirFS(cache)); err != nil {
		b.Fatal(err)
	}
	return own
}

// synthetic makes a repository of services, with git fast-import; each commit after the first changes one file.
func synthetic(b *testing.B, dir string, files, commits int) {
	b.Helper()
	if out, err := exec.Command("git", "init", "-q", "--bare", "-b", "main", dir).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var in bytes.Buffer
	commit := func(i int) {
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 1\nc\n", 1_760_000_000+3600*i)
	}
	file := func(i, version int) {
		text := fmt.Sprintf("from lib%d.m%d import helper%d\n\nseen%d = {}\n\n\ndef handle%d(request):\n    seen%d[request.args[\"id\"]] = helper%d(%d)\n\n\ndef helper%d(x):\n    return [x, %d]\n",
			(i+1)%files/50, (i+1)%files, (i+1)%files, i, i, i, (i+1)%files, version, i, version)
		fmt.Fprintf(&in, "M 100644 inline lib%d/m%d.py\ndata %d\n%s\n", i/50, i, len(text), text)
	}
	commit(0)
	for i := range files {
		file(i, 0)
	}
	for c := range commits {
		commit(c + 1)
		file(c*7%files, c+1)
	}
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	cmd.Stdin = &in
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
}

// BenchmarkPreMerge checks a change of twenty files in a repository of 3,000 for what it makes true.
func BenchmarkPreMerge(b *testing.B) {
	repo := filepath.Join(b.TempDir(), "repo.git")
	synthetic(b, repo, 3_000, 20)
	args := func(cache string) []string {
		return []string{"check", "--repo", repo, "--rev", "HEAD", "--new-from-rev", "HEAD~20", "--cache-dir", cache}
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			timed(b, args(b.TempDir())...)
		}
	})
	cache := b.TempDir()
	timed(b, "check", "--repo", repo, "--rev", "HEAD~20", "--cache-dir", cache)
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			timed(b, args(copied(b, cache))...)
		}
	})
}

func elapsed(b *testing.B, f func()) float64 {
	b.Helper()
	before := b.Elapsed()
	f()
	return (b.Elapsed() - before).Seconds()
}
