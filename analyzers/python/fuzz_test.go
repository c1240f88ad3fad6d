package python

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// survives says what is wrong with the facts of a source: everything that must hold for any bytes. "" where nothing is; skipped where the file as a
// whole has no facts.
func survives(p *Parser, src []byte) (wrong string, skipped bool) {
	defer func() {
		if x := recover(); x != nil {
			wrong = fmt.Sprintf("panic: %v", x)
		}
	}()
	f, err := p.Parse(src)
	if err != nil {
		return "", true
	}
	if !f.wellFormed() {
		return "the facts are not well formed", false
	}
	b := Encode(f)
	g, err := Decode(b)
	if err != nil {
		return "the facts do not survive the cache: " + err.Error(), false
	}
	if !reflect.DeepEqual(f, g) || !bytes.Equal(b, Encode(g)) {
		return "the facts are others when they come back from the cache", false
	}
	x := NewIndex(g)
	for n := range g.Len() {
		if s := x.ScopeOf(n); s < 0 || int(s) >= len(x.Scopes) {
			return fmt.Sprintf("node %d is in no scope", n), false
		}
		if g.End(n) < g.Pos(n) && g.Kind(n) != FuncDef && g.Kind(n) != ClassDef {
			return fmt.Sprintf("node %d ends before it starts", n), false
		}
	}
	Describe(x)
	return "", false
}

func FuzzFacts(f *testing.F) {
	seeds, err := filepath.Glob("../../testdata/*/*.py")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, path := range seeds {
		src, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, src := range []string{
		"", "\n", "\xEF\xBB\xBFx", "\xff", "x = (\n", "type(a", "type(a).b", "type (a)[b].c: d", "def f[", "def f[T: (", "*a.b()", "[*a.b(*c.d())]", "match x:\n case A(", "f'{a:{b:{c}}}'",
		"global x", "import a.b.c as", "from . import (", "class A(:\n x", "lambda *: (yield)", "x = [y for", "(a +\nb", "'''", "\\", "del (a, [b, c.d[e]])", "@\ndef f(): pass",
	} {
		f.Add([]byte(src))
	}
	p := NewParser()
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4096 {
			t.Skip() // garbage takes quadratic time to parse
		}
		if wrong, _ := survives(p, src); wrong != "" {
			t.Errorf("%s\n%q", wrong, src)
		}
	})
}

func FuzzDecode(f *testing.F) {
	src, err := os.ReadFile("../../testdata/python/everything.py")
	if err != nil {
		f.Fatal(err)
	}
	p := NewParser()
	for _, s := range [][]byte{src, []byte("x = 1\n"), nil} {
		facts, err := p.Parse(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(Encode(facts))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := Decode(b)
		if err != nil {
			return
		}
		x := NewIndex(g) // whatever Decode accepts can be read without running out of bounds
		for n := range g.Len() {
			x.ScopeOf(n)
			g.LineCol(g.Pos(n))
			g.Str(n)
		}
		Describe(x)
	})
}

// GROWLINT_REAL_TREES names folders of real code, separated as in PATH: no file of them may crash the reading.
func TestNoRealFileCrashes(t *testing.T) {
	p := NewParser()
	defer p.Close()
	for _, dir := range filepath.SplitList(os.Getenv("GROWLINT_REAL_TREES")) {
		files, skips := 0, 0
		for _, path := range pythonFiles(t, dir) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files++
			wrong, skipped := survives(p, src)
			if wrong != "" {
				t.Errorf("%s: %s", path, wrong)
			}
			if skipped {
				_, err := p.Parse(src)
				t.Logf("%s: %v", path, err)
				skips++
			}
		}
		t.Logf("%s: %d files, %d skipped by name", dir, files, skips)
	}
}
