package metamorph

import (
	"bytes"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// unchanged returns a file as it is.
func unchanged(m *Module) result { return result{src: m.Src} }

// blank reports whether a line holds nothing but blanks.
func (m *Module) blank(line int) bool {
	s := m.lines[line-1]
	return len(bytes.TrimSpace(m.Src[s.start:s.end])) == 0
}

// indentation returns the blanks at the start of a line.
func (m *Module) indentation(line int) string {
	return string(m.Src[m.lines[line-1].start:m.textOf(line)])
}

// reindent writes each level of blocks with another unit.
func reindent(m *Module, unit string) result {
	var edits []edit
	var stack []int
	for i, s := range m.lines {
		line := i + 1
		if s.joined || m.blank(line) {
			continue
		}
		old := m.indentation(line)
		if strings.ContainsAny(old, "\t\f") {
			return unchanged(m)
		}
		for len(stack) > 0 && stack[len(stack)-1] > len(old) {
			stack = stack[:len(stack)-1]
		}
		comment := m.Src[m.textOf(line)] == '#'
		if !comment && len(old) > 0 && (len(stack) == 0 || stack[len(stack)-1] < len(old)) {
			stack = append(stack, len(old))
		}
		edits = append(edits, edit{s.start, s.start + len(old), strings.Repeat(unit, len(stack))})
	}
	return m.apply(edits)
}

// comments puts one before every line that starts a statement or a clause.
func comments(m *Module) result {
	var edits []edit
	for i, s := range m.lines {
		line := i + 1
		if i < 2 || s.joined || m.blank(line) || bytes.Contains(m.Src[m.lines[i-1].start:s.end], []byte("growlint:")) {
			continue
		}
		edits = append(edits, edit{s.start, s.start, m.indentation(line) + "# Nothing to see: pop(), clear() and del are only words.\n"})
	}
	return m.apply(edits)
}

// deadCode adds a function and a class that nobody uses, and a branch that is never taken to each function whose body stands on lines of its own.
func deadCode(m *Module) result {
	var edits []edit
	for n := range m.F.Len() {
		if m.F.Kind(n) != python.FuncDef {
			continue
		}
		body := m.F.Child(n, python.RBody)
		if body == python.None || m.F.Size(body) < 2 {
			continue
		}
		first := m.firstLine(body + 1)
		s := m.lines[first-1]
		if def, _ := m.F.LineCol(m.F.Pos(n)); first == def || s.joined || m.startsLine(body+1) != first {
			continue
		}
		in := m.indentation(first)
		edits = append(edits, edit{s.start, s.start, in + "if False:\n" + in + "    dead_end = 1\n"})
	}
	end := "\n\ndef nobody_calls_this(argument):\n    result = [argument]\n    return result\n\n\nclass NobodyMakesOne:\n    kind = 1\n"
	if len(m.Src) > 0 && m.Src[len(m.Src)-1] != '\n' {
		end = "\n" + end
	}
	if m.lines[len(m.lines)-1].joined {
		return unchanged(m)
	}
	edits = append(edits, edit{len(m.Src), len(m.Src), end})
	return m.apply(edits)
}

// firstLine returns the line on which a statement starts, with its decorators.
func (m *Module) firstLine(n python.ID) int {
	line, _ := m.F.LineCol(m.F.Pos(n))
	for _, d := range m.F.All(n, python.RDecorator) {
		l, _ := m.F.LineCol(m.F.Pos(d))
		line = min(line, l)
	}
	return line
}

// startsLine returns the line of which a statement is the first thing, or 0. Definitions stand in the facts at their names, so that the words
// before it are passed over.
func (m *Module) startsLine(n python.ID) int {
	line := m.firstLine(n)
	before := strings.TrimSpace(string(m.Src[m.textOf(line):m.F.Pos(n)]))
	switch k := m.F.Kind(n); {
	case before == "":
		return line
	case len(m.F.All(n, python.RDecorator)) > 0, k == python.ClassDef && before == "class":
		return line
	case k == python.FuncDef && (before == "def" || strings.Join(strings.Fields(before), " ") == "async def"):
		return line
	}
	return 0
}

// wrap puts everything behind the docstring and the future imports under `if True:`.
func wrap(m *Module) result {
	from := m.bodyLine()
	if from == 0 {
		return unchanged(m)
	}
	edits := []edit{{m.lines[from-1].start, m.lines[from-1].start, "if True:\n"}}
	for i := from - 1; i < len(m.lines); i++ {
		if s := m.lines[i]; !s.inString && !m.blank(i+1) {
			if strings.ContainsAny(m.indentation(i+1), "\t\f") {
				return unchanged(m)
			}
			edits = append(edits, edit{s.start, s.start, "    "})
		}
	}
	return m.apply(edits)
}

// bodyLine returns the line of the first statement that is not a future import, or 0.
func (m *Module) bodyLine() int {
	line := 0
	m.F.Children(1, func(n python.ID) bool {
		if m.F.Kind(n) == python.ImportFrom && m.F.Str(n) == "__future__" {
			return true
		}
		line = m.startsLine(n)
		return false
	})
	return line
}

// crlf ends lines as Windows does.
func crlf(m *Module) result {
	src := bytes.ReplaceAll(m.Src, []byte("\r\n"), []byte("\n"))
	return result{src: bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n"))}
}

// renameLocals gives the local variables of functions other names.
func renameLocals(m *Module) result {
	for _, magic := range []string{"locals", "vars", "eval", "exec", "globals"} {
		if len(m.X.Occurrences(magic)) > 0 {
			return unchanged(m)
		}
	}
	var edits []edit
	symbols := map[string]string{}
	for s := range m.X.Scopes {
		if m.X.Scopes[s].Kind != python.FuncDef {
			continue
		}
		for _, name := range m.X.BoundNames(int32(s)) {
			if es := m.renamed(int32(s), name); len(es) > 0 {
				edits = append(edits, es...)
				qual := m.X.Qual(int32(s)) + "." + m.F.Text(name)
				symbols[qual] = qual + localSuffix
			}
		}
	}
	r := m.apply(edits)
	r.symbols = symbols
	return r
}

const localSuffix = "_2"

// renamed returns the edits that rename one variable of a function, none where it is a parameter, a definition or an import, or shared by declaration.
func (m *Module) renamed(s, name int32) []edit {
	f, text := m.F, m.F.Text(name)
	for _, b := range m.X.Binds(s, name) {
		if f.Kind(b) != python.Name || m.X.ScopeOf(b) != s && !inside(m.X, b, s) {
			return nil
		}
	}
	var edits []edit
	for _, n := range m.X.Occurrences(text) {
		if f.Kind(n) != python.Name {
			continue
		}
		if k := f.Kind(f.Up(n)); k == python.Global || k == python.Nonlocal {
			return nil
		}
		if m.X.Resolve(m.X.ScopeOf(n), name) != s {
			continue
		}
		at := int(f.Pos(n))
		if !bytes.HasPrefix(m.Src[at:], []byte(text)) {
			return nil
		}
		edits = append(edits, edit{at, at + len(text), text + localSuffix})
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	return slices.Compact(edits)
}

// inside reports whether a node is in a scope, or in a comprehension of it.
func inside(x *python.Index, n python.ID, s int32) bool {
	for at := x.ScopeOf(n); at >= 0; at = x.Scopes[at].Parent {
		if at == s {
			return true
		}
	}
	return false
}
