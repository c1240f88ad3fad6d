package python

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
)

func parse(t *testing.T, src string) *File {
	t.Helper()
	p := NewParser()
	defer p.Close()
	f, err := p.Parse([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// lineOfCall returns the line of the first call of a name.
func lineOfCall(f *File, name string) int {
	for i := range f.Len() {
		if f.Kind(i) == Call && f.Str(f.Child(i, RFunc)) == name {
			return f.Line(i)
		}
	}
	return 0
}

func TestOddEncodingsKeepTheirLines(t *testing.T) {
	for name, src := range map[string]string{
		"plain":                 "x = 1\nfind_me()\n",
		"CRLF":                  "x = 1\r\nfind_me()\r\n",
		"byte order mark":       "\xEF\xBB\xBFx = 1\nfind_me()\n",
		"Latin-1 with a coding": "# -*- coding: latin-1 -*- \xe9\nfind_me()\n",
		"no newline at the end": "x = 1\nfind_me()",
	} {
		f := parse(t, src)
		if got := lineOfCall(f, "find_me"); got != 2 || len(f.Errors) > 0 {
			t.Errorf("%s: call at line %d (want 2), errors %v", name, got, f.Errors)
		}
	}
}

func TestLatin1WithoutCodingLineIsReadAndSaid(t *testing.T) {
	f := parse(t, "a = 1\nname = '\xe9'\nfind_me()\n")
	if lineOfCall(f, "find_me") != 3 || len(f.Errors) != 1 || f.Errors[0].Line != 2 || !strings.Contains(f.Errors[0].Why, "not UTF-8") {
		t.Errorf("call at %d, errors %v", lineOfCall(f, "find_me"), f.Errors)
	}
}

func TestWhatIsNotPythonIsSkippedByName(t *testing.T) {
	p := NewParser()
	defer p.Close()
	for name, c := range map[string]struct {
		src, why string
		line     int
	}{
		"NUL":      {"x = 1\ny = '\x00'\n", "NUL byte", 2},
		"UTF-16":   {"\xFF\xFEx\x00", "UTF-16", 1},
		"too much": {strings.Repeat("x = 1\n", MaxBytes/6+1), "more than the limit", 0},
	} {
		_, err := p.Parse([]byte(c.src))
		var skip *SkipError
		if !errors.As(err, &skip) || skip.Line != c.line || !strings.Contains(skip.Why, c.why) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestABrokenRegionHidesOnlyItself(t *testing.T) {
	f := parse(t, "good_before()\n\ndef broken(:\n    pass\n\n\ndef fine():\n    good_after()\n")
	if len(f.Errors) == 0 || lineOfCall(f, "good_before") != 1 || lineOfCall(f, "good_after") != 8 {
		t.Errorf("errors %v, calls at %d and %d", f.Errors, lineOfCall(f, "good_before"), lineOfCall(f, "good_after"))
	}
}

func TestALineInsideBracketsMayBeIndentedLess(t *testing.T) {
	f := parse(t, "def f():\n    x = (a +  # growlint: ignore[any] one\n  b)\n    y = 1\n\nfind_me()\n")
	if len(f.Errors) > 0 || lineOfCall(f, "find_me") != 6 || len(f.Ignores) != 1 || f.Ignores[0].Line != 2 {
		t.Errorf("errors %v, call at %d, suppressions %v", f.Errors, lineOfCall(f, "find_me"), f.Ignores)
	}
	if got := bound(NewIndex(f), "f"); !got["x"] || !got["y"] || len(got) != 2 {
		t.Errorf("f binds %v, want x and y", got)
	}
}

func TestTypeAliasesAndAssignmentsThroughTheTypeOfAnObject(t *testing.T) {
	f := parse(t, "type Alias = int\ntype(a).cache = {}\ntype(a).size: int = 1\ndef f[T: g(), *Ts](x: T): pass\n")
	got := bound(NewIndex(f), "")
	if !got["Alias"] || !got["f"] || len(got) != 2 {
		t.Errorf("the module binds %v, want Alias and f", got)
	}
	if got := bound(NewIndex(f), "f"); !got["T"] || !got["Ts"] || !got["x"] || len(got) != 3 {
		t.Errorf("f binds %v, want T, Ts and x", got)
	}
	var stores []string
	for _, s := range Describe(NewIndex(f)).Stores {
		stores = append(stores, s.What)
	}
	if !reflect.DeepEqual(stores, []string{"type().cache", "type().size"}) {
		t.Errorf("stores %v", stores)
	}
}

func TestEmptyFileAndFiveMegabytes(t *testing.T) {
	if f := parse(t, ""); len(f.Errors) > 0 {
		t.Errorf("empty file: %v", f.Errors)
	}
	if f := parse(t, strings.Repeat("values = [1, 2, 3, 4, 5, 6, 7, 8]\n", 150_000)+"find_me()\n"); lineOfCall(f, "find_me") != 150_001 {
		t.Errorf("five megabytes: call at %d", lineOfCall(f, "find_me"))
	}
}

func TestSuppressionComments(t *testing.T) {
	f := parse(t, "x = 1  # growlint: ignore[unboundedglobal, other] one entry a worker\ny = 2  # growlint: ignore\n# growlint is fine\n")
	want := []Ignore{{1, []string{"unboundedglobal", "other"}, "one entry a worker"}, {2, nil, ""}}
	if !reflect.DeepEqual(f.Ignores, want) {
		t.Errorf("got %+v", f.Ignores)
	}
}

func TestFactsSurviveTheCache(t *testing.T) {
	src, err := os.ReadFile("../../testdata/python/everything.py")
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, string(src))
	b := Encode(f)
	g, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f, g) || !bytes.Equal(b, Encode(g)) {
		t.Error("decoded facts differ")
	}
	for cut := range len(b) {
		if _, err := Decode(b[:cut]); err == nil {
			t.Fatalf("facts cut at byte %d of %d were accepted", cut, len(b))
		}
	}
}

// scopeNamed returns the names that a scope binds.
func bound(x *Index, qual string) map[string]bool {
	out := map[string]bool{}
	for i := range x.Scopes {
		if x.Qual(int32(i)) == qual && !isComprehension(x.Scopes[i].Kind) {
			for _, n := range x.BoundNames(int32(i)) {
				out[x.File.Text(n)] = true
			}
		}
	}
	return out
}

func TestScopesBindWhatPythonBinds(t *testing.T) {
	f := parse(t, `
import a.b, c as d
from e import f
def g(p, *q, **r):
    global shared
    shared = x = [y for y in p]
    with p as h, q as (i, j): pass
    for k in r: pass
    try: pass
    except E as l: pass
    if (m := p): pass
    def inner():
        nonlocal x
        x = 1
    class K: n = 1
`)
	x := NewIndex(f)
	for qual, want := range map[string]string{
		"":        "a d f g shared",
		"g":       "p q r x h i j k l m inner K",
		"g.inner": "",
		"g.K":     "n",
	} {
		got := bound(x, qual)
		for _, n := range strings.Fields(want) {
			if !got[n] {
				t.Errorf("%q does not bind %s", qual, n)
			}
			delete(got, n)
		}
		if len(got) > 0 {
			t.Errorf("%q binds too much: %v", qual, got)
		}
	}
}
