package python

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lowering turns the flat syntax tree into nodes. Its buffers are kept from file to file.
type lowering struct {
	syms   *symbolTable
	in     []flatNode
	src    []byte
	out    []node
	names  map[string]int32
	file   *File
	strTab []string
	// typeCall is the parenthesised node that is the argument list of `type`, -1 where there is none (see typeStatement).
	typeCall int
}

func (l *lowering) lower(in []flatNode, src []byte) *File {
	l.syms, l.in, l.src, l.out = symbols(), in, src, l.out[:0]
	l.names = make(map[string]int32, 256)
	l.file = &File{Bytes: len(src), lines: newLines(src)}
	l.strTab, l.typeCall = nil, -1
	l.failures()
	m := l.open(Module, NoRole, 0)
	l.out[m].pos, l.out[m].end = 0, uint32(len(src))
	l.block(0, RBody)
	l.close(m)
	l.seal()
	return l.file
}

// seal stores what was written in the form that stays in memory.
func (l *lowering) seal() {
	named := make([]bool, len(l.strTab))
	for i := range l.out {
		n := &l.out[i]
		switch {
		case n.name < 0:
		case n.kind == Str:
			named[n.name] = named[n.name] || isDottedName(l.strTab[n.name])
		default:
			named[n.name] = named[n.name] || carriesName(n.kind)
		}
	}
	texts, number := newTexts(l.strTab, named)
	l.file.texts = texts
	l.file.cols = newColumns(l.out, number)
}

func (l *lowering) kind(i int) tsKind {
	if s := l.in[i].symbol; int(s) < len(l.syms.kind) {
		return l.syms.kind[s]
	}
	return tsError // tree-sitter gives an error node the symbol 65535
}

func (l *lowering) fieldOf(i int) tsField { return l.syms.field[l.in[i].field] }

// each calls f for the children of i that carry meaning; comments are read on the way.
func (l *lowering) each(i int, f func(c int)) {
	for c, end := i+1, i+l.in[i].size(); c < end; c += l.in[c].size() {
		if l.kind(c) == tsComment {
			l.comment(c)
			continue
		}
		f(c)
	}
}

// field returns the first child in a field, or -1.
func (l *lowering) field(i int, f tsField) int {
	for c, end := i+1, i+l.in[i].size(); c < end; c += l.in[c].size() {
		if l.fieldOf(c) == f && l.kind(c) != tsComment {
			return c
		}
	}
	return -1
}

// has reports whether a direct child is of a kind.
func (l *lowering) has(i int, k tsKind) bool {
	for c, end := i+1, i+l.in[i].size(); c < end; c += l.in[c].size() {
		if l.kind(c) == k {
			return true
		}
	}
	return false
}

func (l *lowering) text(i int) string { return string(l.src[l.in[i].start:l.in[i].end]) }

// name returns the text of an identifier as Python reads it: letters that are written in several ways are one (PEP 3131).
func (l *lowering) name(i int) string {
	s := l.text(i)
	for j := range len(s) {
		if s[j] >= utf8.RuneSelf {
			return norm.NFKC.String(s)
		}
	}
	return s
}

func (l *lowering) open(k Kind, r Role, i int) ID {
	l.out = append(l.out, node{kind: k, role: r, name: -1, pos: l.in[i].start, end: l.in[i].end})
	return ID(len(l.out) - 1)
}

func (l *lowering) close(n ID) { l.out[n].size = int32(len(l.out)) - int32(n) }

// node opens a node, lets fill write its children, and closes it.
func (l *lowering) node(k Kind, r Role, i int, fill func()) ID {
	n := l.open(k, r, i)
	if fill != nil {
		fill()
	}
	l.close(n)
	return n
}

// leaf writes a node without children that carries a text.
func (l *lowering) leaf(k Kind, r Role, i int, text string) ID {
	n := l.node(k, r, i, nil)
	l.out[n].name = l.intern(text)
	return n
}

func (l *lowering) intern(s string) int32 {
	if n, ok := l.names[s]; ok {
		return n
	}
	n := int32(len(l.strTab))
	l.strTab = append(l.strTab, s)
	l.names[s] = n
	return n
}

// block writes the statements below i as a Block.
func (l *lowering) block(i int, r Role) {
	if i < 0 {
		return
	}
	l.node(Block, r, i, func() { l.each(i, l.statement) })
}

// failures names the regions that did not parse, the outermost of each.
func (l *lowering) failures() {
	for i := 0; i < len(l.in); {
		n := &l.in[i]
		if l.kind(i) != tsError && !n.missing() {
			i++
			continue
		}
		from, _ := l.file.LineCol(n.start)
		to, _ := l.file.LineCol(n.end)
		l.file.Errors = append(l.file.Errors, ParseError{Line: from, EndLine: to, Why: "does not parse as Python"})
		i += n.size()
	}
}

var ignoreMark = []byte("growlint:")

// comment reads suppression comments, and the marks that generators leave at the top of their files.
func (l *lowering) comment(i int) {
	l.commentText(int(l.in[i].start), l.src[l.in[i].start:l.in[i].end])
}

func (l *lowering) commentText(start int, text []byte) {
	if start < 2000 && isGeneratedMark(text) {
		l.file.Generated = true
	}
	_, after, ok := bytes.Cut(text, ignoreMark)
	if !ok {
		return
	}
	line, _ := l.file.LineCol(uint32(start))
	if ig, ok := parseIgnore(string(after)); ok {
		ig.Line = line
		l.file.Ignores = append(l.file.Ignores, ig)
	}
}

// parseIgnore reads ` ignore[a, b] reason`.
func parseIgnore(s string) (Ignore, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "ignore")
	if !ok {
		return Ignore{}, false
	}
	var ig Ignore
	if inner, ok := strings.CutPrefix(rest, "["); ok {
		list, after, closed := strings.Cut(inner, "]")
		if !closed {
			return Ignore{}, false
		}
		for r := range strings.SplitSeq(list, ",") {
			if r = strings.TrimSpace(r); r != "" {
				ig.Rules = append(ig.Rules, r)
			}
		}
		rest = after
	}
	ig.Reason = strings.TrimSpace(rest)
	return ig, true
}

// isGeneratedMark knows the headers that code generators write.
func isGeneratedMark(comment []byte) bool {
	c := bytes.ToLower(comment)
	return bytes.Contains(c, []byte("do not edit")) && (bytes.Contains(c, []byte("generated")) || bytes.Contains(c, []byte("autogenerated"))) ||
		bytes.Contains(c, []byte("@generated")) || bytes.Contains(c, []byte("generated by the protocol buffer compiler")) ||
		bytes.Contains(c, []byte("generated by the grpc python protocol compiler"))
}
