// Package python turns the bytes of one Python file into its facts: a small tree of statements and expressions with the place
// of each, the scopes and names of it, suppression comments, and what did not parse. It is a pure function of the bytes: it
// knows neither the path of the file nor any rule, so its result is kept by the hash of the content.
//
// It resolves nothing across files and judges nothing; that is package program's.
package python

import (
	"sort"
	"time"
)

// Schema numbers the form of the facts. It is part of the key under which facts are cached: raise it when the meaning of
// a node changes.
const Schema = 2

// Limits of one file.
const (
	// MaxBytes is the size above which a file is not parsed: such files are data.
	MaxBytes = 8 << 20
	// ParseLimit is the time the parse of a small file may take, and 10 s more for each million bytes. Garbage takes quadratic time in tree-sitter.
	ParseLimit = 10 * time.Second
	// maxText is how much of a string constant is kept: enough for every key, name and dotted path.
	maxText = 120
)

// A File is the facts of one blob.
type File struct {
	nodes   []node
	strs    []string
	lines   []uint32 // byte offset at which each line starts
	ids     map[string]int32
	Bytes   int // length of the source as analysed (after decoding)
	Errors  []ParseError
	Ignores []Ignore
	// Generated is set where a comment at the top says that a program wrote the file.
	Generated bool
}

// A ParseError is a region that the grammar could not read. Only what is inside it is unknown.
type ParseError struct {
	Line, EndLine int // 1-based
	Why           string
}

// An Ignore is a suppression comment: `# growlint: ignore[rule, rule] reason`.
type Ignore struct {
	Line   int // 1-based
	Rules  []string
	Reason string
}

// LineCol returns the 1-based line and column (in bytes) of an offset.
func (f *File) LineCol(pos uint32) (line, col int) {
	i := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > pos })
	return i, int(pos-f.lines[i-1]) + 1
}

// LineCount returns how many lines the file has; a newline at the end starts none.
func (f *File) LineCount() int {
	if n := len(f.lines); int(f.lines[n-1]) == f.Bytes {
		return n - 1
	}
	return len(f.lines)
}

// Line returns the 1-based line of a node.
func (f *File) Line(n ID) int {
	l, _ := f.LineCol(f.nodes[n].pos)
	return l
}

// Str returns the name, keyword or text of a node, or "".
func (f *File) Str(n ID) string {
	if n < 0 || f.nodes[n].name < 0 {
		return ""
	}
	return f.strs[f.nodes[n].name]
}

// Len returns the number of nodes: they are 0 to Len()-1, in preorder.
func (f *File) Len() ID { return ID(len(f.nodes)) }

// Kind returns the kind of a node; of None it is Unknown.
func (f *File) Kind(n ID) Kind {
	if n < 0 {
		return Unknown
	}
	return f.nodes[n].kind
}

// Role returns what a node is to its parent.
func (f *File) Role(n ID) Role { return f.nodes[n].role }

// Op returns the operator or the flags of a node.
func (f *File) Op(n ID) Op { return f.nodes[n].op }

// Name returns the number of the node's name, attribute, keyword or text (File.Text), or -1.
func (f *File) Name(n ID) int32 { return f.nodes[n].name }

// names returns how many of the numbers belong to names that occur; the others are texts and parts of dotted names.
func (f *File) names() int32 { return int32(len(f.strs)) }

// number returns the number of a text, or -1.
func (f *File) number(text string) int32 {
	if n, ok := f.ids[text]; ok {
		return n
	}
	return -1
}

// Text returns the text of a number that Name returned.
func (f *File) Text(name int32) string { return f.strs[name] }

// Pos returns the byte offset at which a node starts; of a definition, that of its name.
func (f *File) Pos(n ID) uint32 { return f.nodes[n].pos }

// End returns the byte offset behind a node.
func (f *File) End(n ID) uint32 { return f.nodes[n].end }

// Size returns the number of nodes below and including n: the next sibling is n+Size(n).
func (f *File) Size(n ID) ID { return ID(f.nodes[n].size) }

// Up returns the parent of a node, or None.
func (f *File) Up(n ID) ID { return f.nodes[n].up }

// LineStarts returns the byte offset at which each line starts.
func (f *File) LineStarts() []int {
	out := make([]int, len(f.lines))
	for i, l := range f.lines {
		out[i] = int(l)
	}
	return out
}

// Children calls yield for each child of n in order, until it returns false.
func (f *File) Children(n ID, yield func(ID) bool) {
	for c, end := n+1, n+ID(f.nodes[n].size); c < end; c += ID(f.nodes[c].size) {
		if !yield(c) {
			return
		}
	}
}

// Child returns the first child in a role, or None.
func (f *File) Child(n ID, r Role) ID {
	if n < 0 {
		return None
	}
	for c, end := n+1, n+ID(f.nodes[n].size); c < end; c += ID(f.nodes[c].size) {
		if f.nodes[c].role == r {
			return c
		}
	}
	return None
}

// All returns the children in a role.
func (f *File) All(n ID, r Role) []ID {
	var out []ID
	if n < 0 {
		return nil
	}
	for c, end := n+1, n+ID(f.nodes[n].size); c < end; c += ID(f.nodes[c].size) {
		if f.nodes[c].role == r {
			out = append(out, c)
		}
	}
	return out
}

// Contains reports whether n is inside (or is) outer.
func (f *File) Contains(outer, n ID) bool {
	return outer >= 0 && n >= outer && n < outer+ID(f.nodes[outer].size)
}

// linkParents fills Node.Up, which is not stored.
func (f *File) linkParents() {
	f.ids = map[string]int32{}
	for i, s := range f.strs {
		f.ids[s] = int32(i)
	}
	for i := range f.nodes {
		f.Children(ID(i), func(c ID) bool { f.nodes[c].up = ID(i); return true })
	}
	if len(f.nodes) > 0 {
		f.nodes[0].up = None
	}
}
