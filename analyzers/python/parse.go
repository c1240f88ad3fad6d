package python

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"
)

// A SkipError says why a whole file has no facts, and what to do about it.
type SkipError struct {
	Line int // 1-based, 0 where no line is to blame
	Why  string
	Slow bool // parsing took too long; on a faster machine, or an idle one, it may not
}

func (e *SkipError) Error() string { return e.Why }

// A Parser turns sources into facts. It holds C memory: Close it. Not safe for concurrent use.
type Parser struct {
	ts *sitter.Parser
	lo lowering
}

// NewParser returns a parser of Python 2 and 3.
func NewParser() *Parser {
	ts := sitter.NewParser()
	ts.SetLanguage(grammar.GetLanguage())
	return &Parser{ts: ts}
}

// flat parses a text; failed says that some of it did not parse.
func (p *Parser) flat(text []byte) (nodes []flatNode, free func(), failed bool, err error) {
	limit := parseLimit(len(text))
	p.ts.SetOperationLimit(int(limit.Microseconds()))
	tree, err := p.ts.ParseCtx(context.Background(), nil, text)
	if err != nil {
		p.ts.Reset() // or the next parse would go on with this file
		if errors.Is(err, sitter.ErrOperationLimit) {
			return nil, nil, true, &SkipError{Slow: true, Why: fmt.Sprintf("parsing took longer than %s: not Python, or too deeply nested; exclude the file if that is meant", limit)}
		}
		return nil, nil, true, &SkipError{Why: "parsing failed: " + err.Error()}
	}
	defer tree.Close()
	root := tree.RootNode()
	nodes, free = flatten(root, symbols().keep)
	return nodes, free, root.HasError(), nil
}

// parseLimit is the time that a source of a size may take: ten times what a busy machine needs, so that the clock decides about garbage only.
func parseLimit(bytes int) time.Duration {
	return ParseLimit + time.Duration(bytes)*10*time.Microsecond
}

// Close frees the parser, and what C keeps of the memory of its trees.
func (p *Parser) Close() {
	p.ts.Close()
	trim()
}

// Parse returns the facts of a source. The error is a *SkipError where the file as a whole cannot be read; a region that
// does not parse is in File.Errors instead.
func (p *Parser) Parse(src []byte) (*File, error) {
	text, warning, err := decode(src)
	if err != nil {
		return nil, err
	}
	flat, free, failed, err := p.flat(text)
	if err != nil {
		return nil, err
	}
	defer free()
	var comments [][2]int
	if failed {
		if joined, blanked, ok := joinLines(text); ok {
			if again, freeAgain, failed, err := p.flat(joined); err == nil {
				defer freeAgain()
				if !failed {
					flat, comments = again, blanked
				}
			}
		}
	}
	f := p.lo.lower(flat, text)
	for _, c := range comments {
		p.lo.commentText(c[0], text[c[0]:c[1]])
	}
	slices.SortStableFunc(f.Ignores, func(a, b Ignore) int { return a.Line - b.Line })
	if warning != nil {
		f.Errors = append([]ParseError{*warning}, f.Errors...)
	}
	return f, nil
}

var codingLine = regexp.MustCompile(`^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`)

// decode returns the source as UTF-8 with its byte order mark blanked out, so that offsets stay those of the file.
func decode(src []byte) ([]byte, *ParseError, error) {
	if len(src) > MaxBytes {
		return nil, nil, &SkipError{Why: fmt.Sprintf("%d bytes, more than the limit of %d: data rather than code; exclude it, or split it", len(src), MaxBytes)}
	}
	if bytes.HasPrefix(src, []byte{0xFE, 0xFF}) || bytes.HasPrefix(src, []byte{0xFF, 0xFE}) {
		return nil, nil, &SkipError{Line: 1, Why: "UTF-16: Python reads UTF-8; save the file as UTF-8"}
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return nil, nil, &SkipError{Line: 1 + bytes.Count(src[:i], []byte{'\n'}), Why: "contains a NUL byte: Python refuses such a file; remove it"}
	}
	if bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")) {
		src = append([]byte("   "), src[3:]...)
		// A space before the first statement would be an indentation: a form feed resets it for Python and for the grammar.
		src[2] = '\f'
	}
	if utf8.Valid(src) {
		return src, nil, nil
	}
	return fromLatin1(src)
}

// fromLatin1 reads a file that is not UTF-8 as Latin-1: every byte is a character there, and names and structure are ASCII
// in practice. Without a coding line Python itself refuses the file, so that is said.
func fromLatin1(src []byte) ([]byte, *ParseError, error) {
	var warning *ParseError
	if codingOf(src) == "" {
		line := 1 + bytes.Count(src[:firstInvalid(src)], []byte{'\n'})
		warning = &ParseError{Line: line, EndLine: line, Why: "not UTF-8, and no coding line says what it is: read as Latin-1; save the file as UTF-8 or add `# -*- coding: … -*-`"}
	}
	var b strings.Builder
	for _, c := range src {
		b.WriteRune(rune(c))
	}
	return []byte(b.String()), warning, nil
}

func firstInvalid(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(src)
}

// codingOf returns the encoding that the first two lines declare (PEP 263), or "".
func codingOf(src []byte) string {
	for _, line := range bytes.SplitN(src, []byte{'\n'}, 3)[:min(2, 1+bytes.Count(src, []byte{'\n'}))] {
		if m := codingLine.FindSubmatch(line); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// A symbolTable says what each symbol of the grammar is to the lowering, so that no string is compared on the way.
type symbolTable struct {
	kind []tsKind
	keep []uint8 // by symbol, for the flattening: 1 where an anonymous one is needed without a field, 2 where a named one is never needed
	name []string
	op   []Op
	// fields by id
	field []tsField

	parenthesized uint16 // the symbol of an expression in parentheses
}

var symbols = sync.OnceValue(func() *symbolTable {
	lang := grammar.GetLanguage()
	n := int(lang.SymbolCount())
	t := &symbolTable{kind: make([]tsKind, n), keep: make([]uint8, n), name: make([]string, n), op: make([]Op, n)}
	for i := range n {
		name := lang.SymbolName(sitter.Symbol(i))
		t.name[i] = name
		t.op[i] = operators[name]
		if lang.SymbolType(sitter.Symbol(i)) == sitter.SymbolTypeRegular {
			t.kind[i] = tsKinds[name]
			if name == "parenthesized_expression" {
				t.parenthesized = uint16(i)
			}
			if name == "line_continuation" { // it may stand between any two tokens
				t.keep[i] = 2
			}
			continue
		}
		if k, ok := tsKeywords[name]; ok {
			t.kind[i], t.keep[i] = k, 1
		}
	}
	t.field = append(t.field, noField)
	for i := 1; ; i++ {
		name := lang.FieldName(i)
		if name == "" {
			return t
		}
		t.field = append(t.field, tsFields[name])
	}
})
