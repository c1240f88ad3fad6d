package python

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// The facts of a tree stay in memory while it is analysed, so they are kept in columns without pointers: some ten bytes a node in place of
// the forty that nodes and an index of maps take. What is asked all the time (kind, role, parent, size, name) is found in one step; where a node stands
// in the source is asked for what is printed only, and is walked to from the nearest of every placeStep nodes.

// A shape is what many nodes have in common.
type shape struct {
	kind Kind
	role Role
	op   Op
}

// columns hold the nodes of a file.
type columns struct {
	n      ID
	shapes []shape // distinct
	code   []uint8 // by node: index in shapes, the low byte
	high   []uint8 // its high byte; nil where there are no more than 256 shapes
	size   []uint16
	up     []uint16     // how many nodes back the parent stands
	far    map[ID][2]ID // size and distance of the nodes for which two bytes are too few
	name   []uint16     // number of the text + 1; 0 where there is none
	names  []uint32     // in place of name, where there are too many texts
	places []byte       // by node: how much further it starts than the one before, and its length, as varints
	steps  []step       // for every placeStep-th node
}

// A step is a place in a list of varints, from which to walk on, and the value there.
type step struct{ value, at uint32 }

const (
	placeStep = 32
	lineStep  = 64
	tooFar    = 1<<16 - 1
)

// A texts is the names and texts of a file: first those that occur as names, sorted, then the others, sorted.
type texts struct {
	all   string
	ends  []uint32
	named int32 // how many occur as names
}

// A lines is the byte offset at which each line starts.
type lines struct {
	n      int
	deltas []byte
	steps  []step // for every lineStep-th line: its start, and where the next one is
}

// newColumns stores nodes; number maps the numbers of their texts to the final ones.
func newColumns(nodes []node, number []int32) columns {
	n := len(nodes)
	c := columns{n: ID(n), code: make([]uint8, n), size: make([]uint16, n), up: make([]uint16, n), places: make([]byte, 0, 3*n)}
	if len(number) >= tooFar {
		c.names = make([]uint32, n)
	} else {
		c.name = make([]uint16, n)
	}
	shapes := map[shape]int{}
	parents := make([]ID, 0, 64)
	last := uint32(0)
	for i := range nodes {
		x, id := &nodes[i], ID(i)
		for len(parents) > 0 && parents[len(parents)-1]+ID(nodes[parents[len(parents)-1]].size) <= id {
			parents = parents[:len(parents)-1]
		}
		back := ID(0)
		if len(parents) > 0 {
			back = id - parents[len(parents)-1]
		}
		parents = append(parents, id)
		c.link(id, ID(x.size), back)
		c.shape(i, shapes, shape{x.kind, x.role, x.op})
		if x.name >= 0 {
			c.setName(i, number[x.name])
		}
		if i%placeStep == 0 {
			c.steps = append(c.steps, step{last, uint32(len(c.places))})
		}
		c.places = binary.AppendVarint(c.places, int64(x.pos)-int64(last))
		c.places = binary.AppendVarint(c.places, int64(x.end)-int64(x.pos))
		last = x.pos
	}
	c.places = slices.Clip(c.places)
	return c
}

func (c *columns) link(n, size, back ID) {
	if size < tooFar && back < tooFar {
		c.size[n], c.up[n] = uint16(size), uint16(back)
		return
	}
	if c.far == nil {
		c.far = map[ID][2]ID{}
	}
	c.far[n] = [2]ID{size, back}
	c.size[n], c.up[n] = tooFar, tooFar
}

func (c *columns) shape(i int, known map[shape]int, s shape) {
	k, ok := known[s]
	if !ok {
		k = len(c.shapes)
		known[s] = k
		c.shapes = append(c.shapes, s)
		if k == 256 {
			c.high = make([]uint8, len(c.code))
		}
	}
	c.code[i] = uint8(k)
	if c.high != nil {
		c.high[i] = uint8(k >> 8)
	}
}

func (c *columns) setName(i int, number int32) {
	if c.names != nil {
		c.names[i] = uint32(number) + 1
		return
	}
	c.name[i] = uint16(number) + 1
}

func (c *columns) shapeOf(n ID) *shape {
	k := int(c.code[n])
	if c.high != nil {
		k |= int(c.high[n]) << 8
	}
	return &c.shapes[k]
}

// place returns where a node starts and ends.
func (c *columns) place(n ID) (pos, end uint32) {
	from := n / placeStep
	s := c.steps[from]
	b := c.places[s.at:]
	at := int64(s.value)
	for i := from * placeStep; ; i++ {
		d, w := binary.Varint(b)
		l, v := binary.Varint(b[w:])
		b = b[w+v:]
		at += d
		if i == n {
			return uint32(at), uint32(at + l)
		}
	}
}

// newTexts stores texts and returns their numbers. named says which occur as names.
func newTexts(list []string, named []bool) (texts, []int32) {
	order := make([]int32, len(list))
	t, size := texts{}, 0
	for i := range list {
		order[i] = int32(i)
		size += len(list[i])
		if named[i] {
			t.named++
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if named[a] != named[b] {
			if named[a] {
				return -1
			}
			return 1
		}
		return cmp.Compare(list[a], list[b])
	})
	number := make([]int32, len(list))
	var b strings.Builder
	b.Grow(size)
	if len(list) > 0 { // nil where there are none, as Decode has it
		t.ends = make([]uint32, len(list))
	}
	for k, i := range order {
		number[i] = int32(k)
		b.WriteString(list[i])
		t.ends[k] = uint32(b.Len())
	}
	t.all = b.String()
	return t, number
}

func (t *texts) at(i int32) string {
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.all[from:t.ends[i]]
}

// number returns the number of a text, or -1.
func (t *texts) number(text string) int32 {
	for _, part := range [2][2]int32{{0, t.named}, {t.named, int32(len(t.ends))}} {
		i := part[0] + int32(sort.Search(int(part[1]-part[0]), func(i int) bool { return t.at(part[0]+int32(i)) >= text }))
		if i < part[1] && t.at(i) == text {
			return i
		}
	}
	return -1
}

// newLines finds the lines of a source.
func newLines(src []byte) lines {
	var l lines
	last := 0
	add := func(start int) {
		l.deltas = binary.AppendUvarint(l.deltas, uint64(start-last))
		if l.n%lineStep == 0 {
			l.steps = append(l.steps, step{uint32(start), uint32(len(l.deltas))})
		}
		last = start
		l.n++
	}
	add(0)
	for i, c := range src {
		if c == '\n' {
			add(i + 1)
		}
	}
	l.deltas, l.steps = slices.Clip(l.deltas), slices.Clip(l.steps)
	return l
}

// each calls f with the start of each line from the one with a number (0-based, a multiple of lineStep) on, until it returns false.
func (l *lines) each(from int, f func(i, start int) bool) {
	s := l.steps[from/lineStep]
	b, at := l.deltas[s.at:], int(s.value)
	for i := from; i < l.n && f(i, at); i++ {
		d, w := binary.Uvarint(b)
		b = b[max(w, 0):] // behind the last line there is none
		at += int(d)
	}
}

// find returns the 1-based line in which an offset stands, and where that line starts.
func (l *lines) find(pos int) (line, start int) {
	from := max(0, sort.Search(len(l.steps), func(i int) bool { return int(l.steps[i].value) > pos })-1)
	l.each(from*lineStep, func(i, at int) bool {
		if at > pos {
			return false
		}
		line, start = i+1, at
		return true
	})
	return line, start
}
