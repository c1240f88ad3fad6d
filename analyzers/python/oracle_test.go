package python

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The oracle is testdata/oracle/facts.py: the same facts, read by Python's own parser. GROWLINT_ORACLE=all compares every file of the
// standard library (as `make test` does); without it one in sampleOf is taken, so that the test can be run all the time.
// GROWLINT_ORACLE_TREES names further folders to compare on, separated as in PATH.

const sampleOf = 16

const oracleScript = "../../testdata/oracle/facts.py"

// An oracleAnswer is one line that the script prints.
type oracleAnswer struct {
	Path     string
	Refused  string
	Facts    Description
	FStrings [][2]Place
}

// compare asks the oracle about files, in as many processes as there are processors, and returns what differs by path ("" where nothing
// does) and what Python itself refuses.
func compare(t *testing.T, files []string) (differs, refused map[string]string) {
	t.Helper()
	differs, refused = map[string]string{}, map[string]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		var share []string
		for i := w; i < len(files); i += workers {
			share = append(share, files[i])
		}
		if len(share) == 0 {
			continue
		}
		wg.Go(func() {
			p := NewParser()
			defer p.Close()
			err := askOracle(share, func(a oracleAnswer) {
				d := ""
				if a.Refused == "" {
					d = disagreement(p, a)
				}
				mu.Lock()
				defer mu.Unlock()
				if a.Refused != "" {
					refused[a.Path] = a.Refused
				} else {
					differs[a.Path] = d
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return differs, refused
}

// askOracle runs the script over files and hands each answer on.
func askOracle(files []string, each func(oracleAnswer)) error {
	cmd := exec.Command("python3", oracleScript)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("the facts are compared with those of Python's own parser, which needs python3 on PATH: %v", err)
	}
	lines := bufio.NewReader(out)
	n := 0
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			break
		}
		var a oracleAnswer
		if err := json.Unmarshal(line, &a); err != nil {
			return fmt.Errorf("the oracle printed what is not JSON: %v: %.200s", err, line)
		}
		each(a)
		n++
	}
	if err := cmd.Wait(); err != nil || n != len(files) {
		return fmt.Errorf("the oracle answered %d of %d files: %v\n%s", n, len(files), err, stderr.String())
	}
	return nil
}

// disagreement says in what our facts of a file differ from the oracle's; "" where they do not.
func disagreement(p *Parser, a oracleAnswer) string {
	src, err := os.ReadFile(a.Path)
	if err != nil {
		return err.Error()
	}
	f, err := p.Parse(src)
	if err != nil {
		return err.Error()
	}
	ours := Describe(NewIndex(f))
	for _, c := range []struct {
		what      string
		ours, its []placed
	}{
		{"scopes", placedScopes(ours.Scopes), placedScopes(a.Facts.Scopes)},
		{"imports", placedOf(ours.Imports), placedOf(a.Facts.Imports)},
		{"calls", placedOf(ours.Calls), placedOf(a.Facts.Calls)},
		{"decorators", placedOf(ours.Decorators), placedOf(a.Facts.Decorators)},
		{"defaults", placedOf(ours.Defaults), placedOf(a.Facts.Defaults)},
		{"containers", placedOf(ours.Containers), placedOf(a.Facts.Containers)},
		{"stores", placedOf(ours.Stores), placedOf(a.Facts.Stores)},
		{"deletes", placedOf(ours.Deletes), placedOf(a.Facts.Deletes)},
	} {
		if d := firstDifference(a.FStrings, c.ours, c.its); d != "" {
			return c.what + ": " + d
		}
	}
	return ""
}

// placed is one fact with its place taken out of it.
type placed struct {
	at   Place
	text string
}

func placedOf[T interface{ place() Place }](facts []T) []placed {
	out := make([]placed, len(facts))
	for i, x := range facts {
		b, err := json.Marshal(x)
		if err != nil {
			panic(err)
		}
		var m map[string]any
		_ = json.Unmarshal(b, &m)
		delete(m, "line")
		delete(m, "column")
		b, _ = json.Marshal(m)
		out[i] = placed{x.place(), string(b)}
	}
	return out
}

// placedScopes makes one fact of each name of a scope, so that a difference names the name.
func placedScopes(scopes []ScopeDescription) []placed {
	var out []placed
	for _, s := range scopes {
		what := s.Kind + " " + s.Name
		out = append(out, placed{s.Place, what})
		for word, names := range map[string][]string{"binds": s.Binds, "global": s.Global, "nonlocal": s.Nonlocal} {
			for _, n := range names {
				out = append(out, placed{s.Place, what + " " + word + " " + n})
			}
		}
	}
	return out
}

func (p Place) place() Place { return p }

func (p Place) before(q Place) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// firstDifference compares two lists; what stands inside an f-string of which the oracle only knows the whole stands at its start.
func firstDifference(fstrings [][2]Place, ours, its []placed) string {
	for i, o := range ours {
		for _, s := range fstrings {
			if s[0].before(o.at) && o.at.before(s[1]) {
				ours[i].at = s[0]
				break
			}
		}
	}
	order := func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at.Line, b.at.Line), cmp.Compare(a.at.Column, b.at.Column), strings.Compare(a.text, b.text))
	}
	slices.SortFunc(ours, order)
	slices.SortFunc(its, order)
	for i := range max(len(ours), len(its)) {
		switch {
		case i >= len(ours) || i < len(its) && order(its[i], ours[i]) < 0:
			return fmt.Sprintf("%d:%d: only Python has %s", its[i].at.Line, its[i].at.Column, its[i].text)
		case i >= len(its) || order(its[i], ours[i]) > 0:
			return fmt.Sprintf("%d:%d: only we have %s", ours[i].at.Line, ours[i].at.Column, ours[i].text)
		}
	}
	return ""
}

// pythonFiles lists the Python files below a folder, without installed packages.
func pythonFiles(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "site-packages" || d.Name() == "dist-packages" || d.Name() == ".git"):
			return filepath.SkipDir
		case d.Type().IsRegular() && strings.HasSuffix(path, ".py"):
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func standardLibrary(t *testing.T) (dir, version string) {
	t.Helper()
	out, err := exec.Command("python3", "-c", `import sys, os; print(os.path.dirname(os.__file__)); print("%d.%d" % sys.version_info[:2])`).Output()
	if err != nil {
		t.Fatalf("the facts are compared with those of Python's own parser, which needs python3 on PATH: %v", err)
	}
	dir, version, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	if minor, err := strconv.Atoi(strings.TrimPrefix(version, "3.")); err != nil || minor < 11 {
		t.Fatalf("python3 is %s; the comparison needs 3.11 or later", version)
	}
	return dir, version
}

func TestFactsOfExamplesAgreeWithPython(t *testing.T) {
	differs, refused := compare(t, append(pythonFiles(t, "../../testdata/python"), pythonFiles(t, "../../testdata/rules")...))
	for path, d := range differs {
		if d != "" {
			t.Errorf("%s: %s", path, d)
		}
	}
	delete(refused, "../../testdata/python/python2.py")
	if len(refused) > 0 {
		t.Errorf("Python refuses %v", refused)
	}
}

func TestFactsOfOtherTreesAgreeWithPython(t *testing.T) {
	for _, tree := range filepath.SplitList(os.Getenv("GROWLINT_ORACLE_TREES")) {
		differs, refused := compare(t, pythonFiles(t, tree))
		n := 0
		for path, d := range differs {
			if d != "" {
				n++
				t.Errorf("%s: %s", path, d)
			}
		}
		t.Logf("%s: %d files compared, %d differ; %d refused by Python itself", tree, len(differs), n, len(refused))
	}
}

// exceptions are the files of the standard library whose facts differ, with the reason of each: path, tab, reason.
const exceptionsList = "../../testdata/oracle/exceptions.txt"

func exceptions(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(exceptionsList)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	out := map[string]string{}
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		path, why, ok := strings.Cut(line, "\t")
		if !ok || why == "" {
			t.Fatalf("%s:%d: want a path, a tab and the reason", exceptionsList, i+1)
		}
		out[path] = why
	}
	return out
}

func TestFactsOfTheStandardLibraryAgreeWithPython(t *testing.T) {
	dir, version := standardLibrary(t)
	listed := exceptions(t)
	var files []string
	all := os.Getenv("GROWLINT_ORACLE") == "all"
	for i, path := range pythonFiles(t, dir) {
		if all || i%sampleOf == 0 || listed[relativeTo(dir, path)] != "" {
			files = append(files, path)
		}
	}
	differs, refused := compare(t, files)
	n := 0
	for path, d := range differs {
		rel := relativeTo(dir, path)
		why, known := listed[rel]
		switch {
		case d != "" && !known:
			t.Errorf("%s differs from what Python reads: %s\nmend the lowering, or list the file with the reason in %s", rel, d, exceptionsList)
		case d == "" && known:
			t.Errorf("%s agrees with Python now: take it out of %s (its reason was: %s)", rel, exceptionsList, why)
		}
		if d != "" {
			n++
		}
	}
	t.Logf("Python %s: %d of %d files differ; %d refused by Python itself", version, n, len(differs), len(refused))
	if all && (len(differs) < 500 || n*1000 > len(differs)) {
		t.Errorf("%d of %d files differ: fewer than one in a thousand may, of at least 500", n, len(differs))
	}
}

func relativeTo(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}
