package python

import (
	"encoding/binary"
	"errors"
	"strings"
)

// ErrCorrupt is returned by Decode for bytes that Encode did not write.
var ErrCorrupt = errors.New("corrupt facts")

// Encode writes facts in the compact form that the cache keeps: some eight bytes a node.
func Encode(f *File) []byte {
	b := make([]byte, 0, 9*len(f.nodes)+16*len(f.strs)+2*len(f.lines))
	b = binary.AppendUvarint(b, uint64(f.Bytes))
	b = append(b, boolByte(f.Generated))
	b = binary.AppendUvarint(b, uint64(len(f.strs)))
	for _, s := range f.strs {
		b = appendString(b, s)
	}
	b = binary.AppendUvarint(b, uint64(len(f.lines)))
	last := uint32(0)
	for _, l := range f.lines {
		b = binary.AppendUvarint(b, uint64(l-last))
		last = l
	}
	b = binary.AppendUvarint(b, uint64(len(f.nodes)))
	last = 0
	for i := range f.nodes {
		n := &f.nodes[i]
		b = append(b, byte(n.kind), byte(n.role), byte(n.op))
		b = binary.AppendVarint(b, int64(n.name))
		b = binary.AppendVarint(b, int64(n.pos)-int64(last))
		b = binary.AppendVarint(b, int64(n.end)-int64(n.pos))
		b = binary.AppendUvarint(b, uint64(n.size))
		last = n.pos
	}
	b = binary.AppendUvarint(b, uint64(len(f.Errors)))
	for _, e := range f.Errors {
		b = binary.AppendUvarint(b, uint64(e.Line))
		b = binary.AppendUvarint(b, uint64(e.EndLine))
		b = appendString(b, e.Why)
	}
	b = binary.AppendUvarint(b, uint64(len(f.Ignores)))
	for _, ig := range f.Ignores {
		b = binary.AppendUvarint(b, uint64(ig.Line))
		b = appendString(b, strings.Join(ig.Rules, ","))
		b = appendString(b, ig.Reason)
	}
	return b
}

func boolByte(v bool) byte {
	if v {
		return 1
	}
	return 0
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A decoder reads what Encode wrote; the first thing that does not fit sets bad, and everything after reads as zero.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) uint() int {
	v, n := binary.Uvarint(d.b)
	return int(d.took(v, n))
}

func (d *decoder) took(v uint64, n int) uint64 {
	if n <= 0 || d.bad {
		d.bad = true
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) int() int64 {
	v, n := binary.Varint(d.b)
	return int64(d.took(uint64(v), n))
}

// count reads a length of things that take at least one byte each, so that a corrupt one cannot ask for all memory.
func (d *decoder) count() int {
	n := d.uint()
	if n < 0 || n > len(d.b) {
		d.bad = true
		return 0
	}
	return n
}

func (d *decoder) bytes(n int) []byte {
	if d.bad || n < 0 || n > len(d.b) {
		d.bad = true
		return make([]byte, max(0, min(n, 8)))
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) string() string { return string(d.bytes(d.count())) }

// Decode reads facts back. It returns ErrCorrupt for anything that Encode did not write.
func Decode(b []byte) (*File, error) {
	d := &decoder{b: b}
	f := &File{Bytes: d.uint(), Generated: d.bytes(1)[0] == 1}
	f.strs = make([]string, d.count())
	for i := range f.strs {
		f.strs[i] = d.string()
	}
	f.lines = make([]uint32, d.count())
	last := uint32(0)
	for i := range f.lines {
		last += uint32(d.uint())
		f.lines[i] = last
	}
	d.nodes(f)
	f.Errors = make([]ParseError, d.count())
	for i := range f.Errors {
		f.Errors[i] = ParseError{Line: d.uint(), EndLine: d.uint(), Why: d.string()}
	}
	f.Ignores = make([]Ignore, d.count())
	for i := range f.Ignores {
		f.Ignores[i] = Ignore{Line: d.uint()}
		if rules := d.string(); rules != "" {
			f.Ignores[i].Rules = strings.Split(rules, ",")
		}
		f.Ignores[i].Reason = d.string()
	}
	if d.bad || len(d.b) != 0 || !f.wellFormed() {
		return nil, ErrCorrupt
	}
	f.linkParents()
	return f, nil
}

func (d *decoder) nodes(f *File) {
	f.nodes = make([]node, d.count())
	last := uint32(0)
	for i := range f.nodes {
		h := d.bytes(3)
		if d.bad {
			return
		}
		n := &f.nodes[i]
		n.kind, n.role, n.op = Kind(h[0]), Role(h[1]), Op(h[2])
		n.name = int32(d.int())
		n.pos = uint32(int64(last) + d.int())
		n.end = uint32(int64(n.pos) + d.int())
		n.size = int32(d.uint())
		last = n.pos
	}
}

// wellFormed reports whether subtrees nest and names exist, so that no reader of the facts can run out of bounds.
func (f *File) wellFormed() bool {
	if len(f.nodes) == 0 || len(f.lines) == 0 || f.lines[0] != 0 || int(f.nodes[0].size) != len(f.nodes) {
		return false
	}
	var ends []int
	for i, n := range f.nodes {
		for len(ends) > 0 && ends[len(ends)-1] <= i {
			ends = ends[:len(ends)-1]
		}
		end := i + int(n.size)
		if n.size < 1 || end > len(f.nodes) || len(ends) > 0 && end > ends[len(ends)-1] || int(n.name) >= len(f.strs) {
			return false
		}
		ends = append(ends, end)
	}
	return true
}
