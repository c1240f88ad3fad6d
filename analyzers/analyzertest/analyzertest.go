// Package analyzertest runs the suite over Python files that say in comments what it must find. It is for tests only.
//
// A line with `# want "regexp"` must be the first growth of a finding at warning or above whose message matches; `# want:note "regexp"` of a
// note; `# want[rule] "regexp"` of a finding of another rule than the one that the tree is for. Every warning must be wanted, and every comment met; a note that nobody wants is no failure, since notes are for what is unsure.
package analyzertest

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
)

var want = regexp.MustCompile(`# want(?:\[(\w+)\])?(:note)? "(.*)"`)

type expectation struct {
	at   string
	rule string
	note bool
	re   *regexp.Regexp
	met  bool
}

// Run analyses a folder as one tree and holds the findings of a rule against the comments in it.
func Run(t *testing.T, dir, rule string) {
	t.Helper()
	folder, err := source.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	result, err := engine.Run(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Skipped) > 0 {
		t.Fatalf("skipped: %v", result.Skipped)
	}
	expected := expectations(t, dir, rule)
	if len(expected) == 0 {
		t.Fatalf("%s has no # want comment: nothing would be tested", dir)
	}
	for i := range result.Findings {
		check(t, &result.Findings[i], expected)
	}
	for _, e := range expected {
		if !e.met {
			t.Errorf("%s: no finding matches %q", e.at, e.re)
		}
	}
}

func check(t *testing.T, f *finding.Finding, expected []*expectation) {
	t.Helper()
	if f.Suppressed != nil {
		return
	}
	at := fmt.Sprintf("%s:%d", f.Path, f.Line)
	for _, e := range expected {
		if e.at == at && e.re.MatchString(f.Message) && e.note == (f.Level == finding.Note) && f.Rule == e.rule {
			e.met = true
			return
		}
	}
	if f.Level.AtLeast(finding.Warning) {
		t.Errorf("%s: nobody wants this %s of %s (%.2f): %s", at, f.Level, f.Rule, f.Confidence, f.Message)
	}
}

func expectations(t *testing.T, dir, rule string) []*expectation {
	t.Helper()
	var out []*expectation
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".py") {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		rel, _ := filepath.Rel(dir, path)
		lines := bufio.NewScanner(file)
		for n := 1; lines.Scan(); n++ {
			if m := want.FindStringSubmatch(lines.Text()); m != nil {
				out = append(out, &expectation{at: fmt.Sprintf("%s:%d", filepath.ToSlash(rel), n), rule: cmp.Or(m[1], rule), note: m[2] != "", re: regexp.MustCompile(m[3])})
			}
		}
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
