package python

import "encoding/binary"

// wellFormed reports whether columns are complete, subtrees nest, and texts, shapes and places exist, so that no reader of the facts can run out of
// bounds. It fills in the steps, which are not stored.
func (f *File) wellFormed() bool {
	c := &f.cols
	n := int(c.n)
	if n == 0 || len(c.code) != n || len(c.size) != n || len(c.up) != n || c.high != nil && len(c.high) != n {
		return false
	}
	if c.names != nil && len(c.names) != n || c.names == nil && len(c.name) != n {
		return false
	}
	return f.textsFit() && f.lines.fit(f.Bytes) && c.placesFit(f.Bytes) && f.nodesFit()
}

func (f *File) textsFit() bool {
	last := uint32(0)
	for _, end := range f.texts.ends {
		if end < last {
			return false
		}
		last = end
	}
	return int(last) == len(f.texts.all) && f.texts.named >= 0 && int(f.texts.named) <= len(f.texts.ends)
}

func (l *lines) fit(bytes int) bool {
	b, last := l.deltas, 0
	l.steps = nil
	for i := range l.n {
		d, w := binary.Uvarint(b)
		if w <= 0 || d > uint64(bytes-last) || i == 0 && d != 0 {
			return false
		}
		b = b[w:]
		last += int(d)
		if i%lineStep == 0 {
			l.steps = append(l.steps, step{uint32(last), uint32(len(l.deltas) - len(b))})
		}
	}
	return l.n > 0 && len(b) == 0
}

func (c *columns) placesFit(bytes int) bool {
	b, last := c.places, int64(0)
	c.steps = make([]step, 0, (int(c.n)+placeStep-1)/placeStep)
	for i := range c.n {
		if i%placeStep == 0 {
			c.steps = append(c.steps, step{uint32(last), uint32(len(c.places) - len(b))})
		}
		d, w := binary.Varint(b)
		if w <= 0 {
			return false
		}
		l, v := binary.Varint(b[w:])
		last += d
		if v <= 0 || last < 0 || last > int64(bytes) || last+l < 0 || last+l > int64(bytes) {
			return false
		}
		b = b[w+v:]
	}
	return len(b) == 0
}

// nodesFit checks the tree: every node but the first stands inside the one that it names as its parent, and inside no later one.
func (f *File) nodesFit() bool {
	c := &f.cols
	var open []ID
	for n := range c.n {
		k := int(c.code[n])
		if c.high != nil {
			k |= int(c.high[n]) << 8
		}
		if k >= len(c.shapes) || c.shapes[k].kind > Pattern || c.shapes[k].role > RTypeParam || int(f.Name(n)) >= len(f.texts.ends) {
			return false
		}
		if _, ok := c.far[n]; !ok && (c.size[n] == tooFar || c.up[n] == tooFar) {
			return false
		}
		for len(open) > 0 && open[len(open)-1]+f.Size(open[len(open)-1]) <= n {
			open = open[:len(open)-1]
		}
		end := int64(n) + int64(f.Size(n))
		switch {
		case f.Size(n) < 1 || end > int64(c.n):
			return false
		case n == 0 && (end != int64(c.n) || f.Up(n) != None || f.Kind(0) != Module):
			return false
		case n > 0 && (len(open) == 0 || f.Up(n) != open[len(open)-1] || end > int64(open[len(open)-1]+f.Size(open[len(open)-1]))):
			return false
		}
		open = append(open, n)
	}
	return true
}
