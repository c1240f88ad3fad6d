// Package python turns the bytes of one Python file into its facts: a small tree of statements and expressions with the place
// of each, the scopes and names of it, suppression comments, and what did not parse. It is a pure function of the bytes: it
// knows neither the path of the file nor any rule, so its result is kept by the hash of the content.
//
// It resolves nothing across files and judges nothing; that is package program's.
package python

import "time"

// Schema numbers the form of the facts. It is part of the key under which facts are cached: raise it when the meaning of
// a node changes.
const Schema = 3

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
	cols    columns
	texts   texts
	lines   lines
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
	line, start := f.lines.find(int(pos))
	return line, int(pos) - start + 1
}

// LineCount returns how many lines the file has; a newline at the end starts none.
func (f *File) LineCount() int {
	if _, last := f.lines.find(f.Bytes); last == f.Bytes {
		return f.lines.n - 1
	}
	return f.lines.n
}

// Line returns the 1-based line of a node.
func (f *File) Line(n ID) int {
	l, _ := f.lines.find(int(f.Pos(n)))
	return l
}

// LineStarts returns the byte offset at which each line starts.
func (f *File) LineStarts() []int {
	out := make([]int, f.lines.n)
	f.lines.each(0, func(i, start int) bool { out[i] = start; return true })
	return out
}

// Str returns the name, keyword or text of a node, or "".
func (f *File) Str(n ID) string {
	if n < 0 {
		return ""
	}
	name := f.Name(n)
	if name < 0 {
		return ""
	}
	return f.texts.at(name)
}

// Len returns the number of nodes: they are 0 to Len()-1, in preorder.
func (f *File) Len() ID { return f.cols.n }

// Kind returns the kind of a node; of None it is Unknown.
func (f *File) Kind(n ID) Kind {
	if n < 0 {
		return Unknown
	}
	return f.cols.shapeOf(n).kind
}

// Role returns what a node is to its parent.
func (f *File) Role(n ID) Role { return f.cols.shapeOf(n).role }

// Op returns the operator or the flags of a node.
func (f *File) Op(n ID) Op { return f.cols.shapeOf(n).op }

// Name returns the number of the node's name, attribute, keyword or text (File.Text), or -1.
func (f *File) Name(n ID) int32 {
	if f.cols.names != nil {
		return int32(f.cols.names[n]) - 1
	}
	return int32(f.cols.name[n]) - 1
}

// Text returns the text of a number that Name returned.
func (f *File) Text(name int32) string { return f.texts.at(name) }

// names returns how many of the numbers belong to names that occur: the others are of texts and parts of dotted names.
func (f *File) names() int32 { return f.texts.named }

// number returns the number of a text, or -1.
func (f *File) number(text string) int32 { return f.texts.number(text) }

// Pos returns the byte offset at which a node starts; of a definition, that of its name.
func (f *File) Pos(n ID) uint32 {
	pos, _ := f.cols.place(n)
	return pos
}

// End returns the byte offset behind a node.
func (f *File) End(n ID) uint32 {
	_, end := f.cols.place(n)
	return end
}

// Size returns the number of nodes below and including n: the next sibling is n+Size(n).
func (f *File) Size(n ID) ID {
	if s := f.cols.size[n]; s != tooFar {
		return ID(s)
	}
	return f.cols.far[n][0]
}

// Up returns the parent of a node, or None.
func (f *File) Up(n ID) ID {
	if n == 0 {
		return None
	}
	if u := f.cols.up[n]; u != tooFar {
		return n - ID(u)
	}
	return n - f.cols.far[n][1]
}

// Children calls yield for each child of n in order, until it returns false.
func (f *File) Children(n ID, yield func(ID) bool) {
	for c, end := n+1, n+f.Size(n); c < end; c += f.Size(c) {
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
	for c, end := n+1, n+f.Size(n); c < end; c += f.Size(c) {
		if f.Role(c) == r {
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
	for c, end := n+1, n+f.Size(n); c < end; c += f.Size(c) {
		if f.Role(c) == r {
			out = append(out, c)
		}
	}
	return out
}

// Contains reports whether n is inside (or is) outer.
func (f *File) Contains(outer, n ID) bool {
	return outer >= 0 && n >= outer && n < outer+f.Size(outer)
}
