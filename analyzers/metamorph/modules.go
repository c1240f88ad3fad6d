package metamorph

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// A span is a run of whole lines, both ends included.
type span struct{ from, to int }

// topLevel returns the statements of a module with the lines that each owns: those from its first line up to the next statement. ok is false where two
// share a line.
func (m *Module) topLevel() (nodes []python.ID, spans []span, ok bool) {
	ok = true
	m.F.Children(1, func(n python.ID) bool {
		line := m.startsLine(n)
		if line == 0 || len(spans) > 0 && spans[len(spans)-1].from >= line {
			ok = false
			return false
		}
		if len(spans) > 0 {
			spans[len(spans)-1].to = line - 1
		}
		nodes = append(nodes, n)
		spans = append(spans, span{line, len(m.lines)})
		return true
	})
	return nodes, spans, ok
}

// reorder turns each run of neighbouring definitions of a module around, where none of them needs another when it is defined.
func reorder(m *Module) result {
	nodes, spans, ok := m.topLevel()
	if !ok || len(nodes) == 0 || m.Src[len(m.Src)-1] != '\n' {
		return unchanged(m)
	}
	spans[len(spans)-1].to = len(m.lines) - 1 // the last line is empty
	order := make([]int, len(nodes))
	for i := range order {
		order[i] = i
	}
	for from := 0; from < len(nodes); {
		to := from
		for to < len(nodes) && isDefinition(m.F.Kind(nodes[to])) {
			to++
		}
		if to-from > 1 && m.independent(nodes[from:to]) {
			slices.Reverse(order[from:to])
		}
		from = max(to, from+1)
	}
	return m.permute(spans, order)
}

func isDefinition(k python.Kind) bool { return k == python.FuncDef || k == python.ClassDef }

// independent reports whether definitions may stand in any order: what runs when they are defined mentions none of their names, and no two are of one name.
func (m *Module) independent(defs []python.ID) bool {
	names := map[string]bool{}
	for _, d := range defs {
		if names[m.F.Str(d)] {
			return false
		}
		names[m.F.Str(d)] = true
	}
	for _, d := range defs {
		if m.mentionsNow(d, names) {
			return false
		}
	}
	return true
}

// mentionsNow reports whether running a definition reads one of some names: not in the bodies of functions, which run later.
func (m *Module) mentionsNow(n python.ID, names map[string]bool) bool {
	found := false
	m.F.Children(n, func(c python.ID) bool {
		switch {
		case m.F.Kind(n) == python.FuncDef && m.F.Role(c) == python.RBody:
		case m.F.Kind(c) == python.Name && names[m.F.Str(c)]:
			found = true
		case m.mentionsNow(c, names):
			found = true
		}
		return !found
	})
	return found
}

// permute writes the lines of a module with some runs of them in another order.
func (m *Module) permute(spans []span, order []int) result {
	var out bytes.Buffer
	lineOf := make([]int, len(m.lines)+1)
	at := 0
	write := func(s span) {
		for l := s.from; l <= s.to; l++ {
			at++
			lineOf[l] = at
			out.Write(m.Src[m.lines[l-1].start:min(m.lines[l-1].end+1, len(m.Src))])
		}
	}
	write(span{1, spans[0].from - 1})
	for _, i := range order {
		write(spans[i])
	}
	return result{src: out.Bytes(), line: func(l int) int { return lineOf[l] }}
}

// split moves the first half of each module into another one, from which the second half imports it by name.
func split(p *Parsed) Change {
	out := Tree{}
	cuts := map[string]*cut{}
	for name, src := range p.Tree {
		out[name] = src
		if m := p.Modules[name]; m != nil {
			if c := m.cut(p.Tree); c != nil {
				cuts[name] = c
				out[name], out[c.path] = c.second, c.first
			}
		}
	}
	return Change{
		Tree: out,
		At: func(at Place) Place {
			c := cuts[at.Path]
			switch {
			case c == nil:
				return at
			case at.Line < c.line:
				return Place{c.path, at.Line}
			}
			return Place{at.Path, at.Line - c.line + 1 + c.header}
		},
		Symbol: func(_, symbol string) string { return symbol },
	}
}

// A cut is one module made two.
type cut struct {
	line          int // the first of the second half
	header        int // lines before it in the second file
	path          string
	first, second []byte
}

// cut finds a place in the middle where a module can be split, nil where that could change what it means.
func (m *Module) cut(t Tree) *cut {
	nodes, spans, ok := m.topLevel()
	stem := strings.TrimSuffix(path.Base(m.Path), ".py")
	if !ok || len(nodes) < 4 || strings.HasPrefix(stem, "__") {
		return nil
	}
	middle := len(nodes) / 2
	names := map[string]bool{}
	for _, id := range m.X.BoundNames(0) {
		for _, b := range m.X.Binds(0, id) {
			if b < nodes[middle] {
				names[m.F.Text(id)] = true
			}
		}
	}
	if !m.separable(nodes[middle], names) {
		return nil
	}
	c := &cut{line: spans[middle].from, path: path.Join(path.Dir(m.Path), stem+"_first.py")}
	module := stem + "_first"
	if _, pkg := t[path.Join(path.Dir(m.Path), "__init__.py")]; pkg {
		module = "." + module
	}
	var header strings.Builder
	for _, n := range nodes[:middle] {
		if m.F.Kind(n) == python.ImportFrom && m.F.Str(n) == "__future__" {
			header.Write(m.Src[m.F.Pos(n):m.F.End(n)])
			header.WriteString("\n")
			delete(names, m.F.Str(n+1))
		}
	}
	for _, name := range sorted(names) {
		fmt.Fprintf(&header, "from %s import %s\n", module, name)
	}
	c.header = strings.Count(header.String(), "\n")
	at := m.lines[c.line-1].start
	c.first = m.Src[:at]
	c.second = append([]byte(header.String()), m.Src[at:]...)
	return c
}

// separable reports whether what stands before a node can be another module: nothing in it is bound anew behind it, by a global statement, or
// needed before it is there, and no name is imported with a star.
func (m *Module) separable(middle python.ID, names map[string]bool) bool {
	if len(m.X.Stars(0)) > 0 || len(m.X.Occurrences("__name__")) > 0 || len(m.X.Occurrences("globals")) > 0 || len(m.X.Occurrences("__all__")) > 0 {
		return false
	}
	for name := range names {
		id := m.X.NameID(name)
		for _, b := range m.X.Binds(0, id) {
			if b >= middle || m.X.ScopeOf(b) != 0 {
				return false
			}
		}
	}
	for n := range middle { // the first half may use nothing of the second
		if m.F.Kind(n) != python.Name {
			continue
		}
		if name := m.F.Str(n); !names[name] && m.X.Resolve(m.X.ScopeOf(n), m.F.Name(n)) == 0 {
			return false
		}
		if k := m.F.Kind(m.F.Up(n)); k == python.Global {
			return false
		}
	}
	return true
}

func sorted(names map[string]bool) []string {
	var out []string
	for n := range names {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
