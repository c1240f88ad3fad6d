package python

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
)

// ErrCorrupt is returned by Decode for bytes that Encode did not write.
var ErrCorrupt = errors.New("corrupt facts")

// Encode writes facts in the form that the cache keeps: the columns as they are in memory, so that reading them back is a copy.
func Encode(f *File) []byte {
	c := &f.cols
	e := encoder{b: make([]byte, 0, 12*int(c.n)+len(f.texts.all)+5*len(f.texts.ends)+len(f.lines.deltas)+256)}
	e.uint(f.Bytes)
	e.bool(f.Generated)
	e.str(f.texts.all)
	e.uint(int(f.texts.named))
	ints(&e, f.texts.ends)
	e.uint(f.lines.n)
	e.bytes(f.lines.deltas)
	e.uint(int(c.n))
	e.uint(len(c.shapes))
	for _, s := range c.shapes {
		e.b = append(e.b, byte(s.kind), byte(s.role), byte(s.op))
	}
	e.bytes(c.code)
	e.bytes(c.high)
	ints(&e, c.size)
	ints(&e, c.up)
	ints(&e, c.name)
	ints(&e, c.names)
	e.bytes(c.places)
	var far []uint32
	for n := range c.n { // in order, so that the same facts are the same bytes
		if v, ok := c.far[n]; ok {
			far = append(far, uint32(n), uint32(v[0]), uint32(v[1]))
		}
	}
	ints(&e, far)
	e.uint(len(f.Errors))
	for _, x := range f.Errors {
		e.uint(x.Line)
		e.uint(x.EndLine)
		e.str(x.Why)
	}
	e.uint(len(f.Ignores))
	for _, ig := range f.Ignores {
		e.uint(ig.Line)
		e.str(strings.Join(ig.Rules, ","))
		e.str(ig.Reason)
	}
	return e.b
}

type encoder struct{ b []byte }

func (e *encoder) uint(v int) { e.b = binary.AppendUvarint(e.b, uint64(v)) }

func (e *encoder) bool(v bool) {
	if v {
		e.b = append(e.b, 1)
		return
	}
	e.b = append(e.b, 0)
}

func (e *encoder) bytes(v []byte) {
	e.uint(len(v))
	e.b = append(e.b, v...)
}

func (e *encoder) str(s string) {
	e.uint(len(s))
	e.b = append(e.b, s...)
}

// ints writes the length and the numbers of a column.
func ints[T uint16 | uint32](e *encoder, v []T) {
	e.uint(len(v))
	for _, x := range v {
		switch x := any(x).(type) {
		case uint16:
			e.b = binary.LittleEndian.AppendUint16(e.b, x)
		case uint32:
			e.b = binary.LittleEndian.AppendUint32(e.b, x)
		}
	}
}

// A decoder reads what Encode wrote; the first thing that does not fit sets bad, and everything after reads as zero.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) uint() int {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > math.MaxInt32 || d.bad {
		d.bad = true
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// take returns the next n units of a size, none where there are not as many.
func (d *decoder) take(n, size int) []byte {
	if d.bad || n > len(d.b)/size {
		d.bad = true
		return nil
	}
	out := d.b[:n*size]
	d.b = d.b[n*size:]
	return out
}

func (d *decoder) bytes() []byte { return slices.Clone(d.take(d.uint(), 1)) }

func (d *decoder) str() string { return string(d.take(d.uint(), 1)) }

func (d *decoder) bool() bool {
	b := d.take(1, 1)
	return len(b) == 1 && b[0] == 1
}

func (d *decoder) ints16() []uint16 {
	b := d.take(d.uint(), 2)
	if len(b) == 0 {
		return nil
	}
	out := make([]uint16, len(b)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return out
}

func (d *decoder) ints32() []uint32 {
	b := d.take(d.uint(), 4)
	if len(b) == 0 {
		return nil
	}
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// Decode reads facts back. It returns ErrCorrupt for anything that Encode did not write.
func Decode(b []byte) (*File, error) {
	d := &decoder{b: b}
	f := &File{Bytes: d.uint(), Generated: d.bool()}
	f.texts = texts{all: d.str(), named: int32(d.uint()), ends: d.ints32()}
	f.lines = lines{n: d.uint(), deltas: d.bytes()}
	d.columns(&f.cols)
	for range d.uint() {
		if d.bad {
			break
		}
		f.Errors = append(f.Errors, ParseError{Line: d.uint(), EndLine: d.uint(), Why: d.str()})
	}
	for range d.uint() {
		if d.bad {
			break
		}
		ig := Ignore{Line: d.uint()}
		if rules := d.str(); rules != "" {
			ig.Rules = strings.Split(rules, ",")
		}
		ig.Reason = d.str()
		f.Ignores = append(f.Ignores, ig)
	}
	if d.bad || len(d.b) != 0 || !f.wellFormed() {
		return nil, ErrCorrupt
	}
	return f, nil
}

func (d *decoder) columns(c *columns) {
	c.n = ID(d.uint())
	for s := d.take(d.uint(), 3); len(s) > 0; s = s[3:] {
		c.shapes = append(c.shapes, shape{Kind(s[0]), Role(s[1]), Op(s[2])})
	}
	c.code, c.high = d.bytes(), d.bytes()
	if len(c.high) == 0 {
		c.high = nil
	}
	c.size, c.up, c.name, c.names = d.ints16(), d.ints16(), d.ints16(), d.ints32()
	c.places = d.bytes()
	far := d.ints32()
	if len(far) > 0 {
		c.far = map[ID][2]ID{}
	}
	for ; len(far) >= 3; far = far[3:] {
		c.far[ID(far[0])] = [2]ID{ID(far[1]), ID(far[2])}
	}
	d.bad = d.bad || len(far) > 0
}
