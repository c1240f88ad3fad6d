package metamorph

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/python"
)

// run returns the findings at a level and above.
func run(t *testing.T, tree Tree, level finding.Level) []finding.Finding {
	t.Helper()
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	result, err := engine.Run(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(result.Findings, func(f finding.Finding) bool {
		return !f.Level.AtLeast(level) || f.Suppressed != nil
	})
}

func reported(fs []finding.Finding, path, symbol string) bool {
	return slices.ContainsFunc(fs, func(f finding.Finding) bool { return f.Holder.Path == path && f.Symbol == symbol })
}

// bound adds `if len(holder) > 1000: holder.clear()` behind the first growth of a finding. ok is false where that statement does not name the holder.
func bound(m *Module, f *finding.Finding) (src []byte, ok bool) {
	name := f.Symbol[strings.LastIndexByte(f.Symbol, '.')+1:]
	for _, n := range m.X.Occurrences(name) {
		k := m.F.Kind(n)
		if k != python.Name && k != python.Attr || m.F.Line(n) != f.Growth[0].Line {
			continue
		}
		statement := n
		for m.F.Kind(m.F.Up(statement)) != python.Block {
			statement = m.F.Up(statement)
		}
		switch m.F.Kind(statement) {
		case python.Assign, python.AugAssign, python.AnnAssign, python.ExprStmt:
		default:
			return nil, false
		}
		line, _ := m.F.LineCol(m.F.Pos(statement))
		last, _ := m.F.LineCol(m.F.End(statement))
		if m.startsLine(statement) != line || last == len(m.lines) {
			return nil, false
		}
		holder, in := string(m.Src[m.F.Pos(n):m.F.End(n)]), m.indentation(line)
		at := m.lines[last].start
		return m.apply([]edit{{at, at, in + "if len(" + holder + ") > 1000:\n" + in + "    " + holder + ".clear()\n"}}).src, true
	}
	return nil, false
}

func TestABoundEndsAFinding(t *testing.T) {
	trees := exampleTrees(t)
	tried := 0
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		tree := trees[name]
		parsed := Parse(tree)
		for _, f := range run(t, tree, finding.Warning) {
			m := parsed.Modules[f.Path]
			if m == nil || f.Rule != "unboundedglobal" && f.Rule != "unboundedattribute" && f.Rule != "unboundedtask" { // the others are about what is no container of the tree
				continue
			}
			src, ok := bound(m, &f)
			if !ok {
				continue
			}
			tried++
			changed := maps.Clone(tree)
			changed[f.Path] = src
			if reported(run(t, changed, finding.Warning), f.Holder.Path, f.Symbol) {
				t.Errorf("%s: %s:%d: %s is bounded now, and still reported", name, f.Path, f.Line, f.Symbol)
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d findings were bounded: too few to show anything", tried)
	}
}

var onlyEviction = regexp.MustCompile(`(?m)^( *)\S.*# the only eviction of (\w+)(, at note)?$`)

func TestWithoutItsOnlyEvictionAContainerIsReported(t *testing.T) {
	tree, err := Load("../../testdata/metamorph/evictions")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range run(t, tree, finding.Warning) {
		t.Errorf("%s is emptied, and reported: %s", f.Symbol, f.Message)
	}
	src := string(tree["app.py"])
	marks := onlyEviction.FindAllStringSubmatchIndex(src, -1)
	if len(marks) != 7 {
		t.Fatalf("%d evictions are marked, want 7", len(marks))
	}
	for _, m := range marks {
		in, name := src[m[2]:m[3]], src[m[4]:m[5]]
		without := Tree{"app.py": []byte(src[:m[0]] + in + "pass" + src[m[1]:])}
		level := finding.Warning
		if m[6] >= 0 { // what the key is gets lost on its way through an attribute
			level = finding.Note
		}
		if !reported(run(t, without, level), "app.py", name) {
			t.Errorf("nothing empties %s any more, and it is not reported", name)
		}
	}
}
