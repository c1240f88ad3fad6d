package program

import "slices"

// This file brings answers up to date after inputs changed. A change puts everything in doubt that rests on it, and answers nothing. Who asks
// for an answer in doubt has what it read looked at first: only where that has become another is it answered anew, and where it then
// comes out as it was, those that read it never learn of it. So a change costs what it changes, and not what lies downstream of it.
// (Red and green, as rust-analyzer's salsa has it.)
//
// The answers of a circle rest on each other, so they hold or fall together: only from nothing do they end at the least fixed point.

// A circle is the answers that were settled together.
type circle struct{ members []*cell }

// together returns the cells that a cell holds or falls with.
func (c *cell) together() []*cell {
	if c.circle == nil {
		return []*cell{c}
	}
	return c.circle.members
}

// refresh makes an answer right for the inputs as they are, or leaves it open in a circle that is being answered.
func (t *table) refresh(c *cell) {
	switch c.state {
	case doubted:
		if !t.holds(c) && c.state == checking {
			t.begin(c)
		}
	case checking: // needed for one of those that it read: it is another answer now
		t.begin(c)
	}
	if c.state == fresh {
		t.enter(c)
	}
}

// holds reports whether nothing that a cell and those in its circle read has become another, and settles them if so. What they read is
// looked at in the order in which it was read, since what was read first may decide what is read later.
func (t *table) holds(c *cell) bool {
	members := c.together()
	for _, m := range members {
		if m.state != gone {
			m.state = checking
		}
	}
	for _, m := range members {
		if m.state == gone {
			return false
		}
		for _, d := range m.reads {
			if d.state == checking && d.circle != nil && d.circle == c.circle {
				continue
			}
			if unchanged := t.unchanged(d, m.checked); !unchanged || c.state != checking {
				return false
			}
		}
	}
	t.used = true
	for _, m := range members {
		m.state, m.checked = settled, t.now
	}
	return true
}

// unchanged reports whether a cell is settled, and what it was at a revision.
func (t *table) unchanged(d *cell, since int32) bool {
	t.refresh(d)
	if d.state == open { // it waits for what is on the stack, so that has to know of it
		t.read(d)
	}
	return d.state == settled && d.changed <= since
}

// begin takes the answers back that hold or fall together, to begin from nothing.
func (t *table) begin(c *cell) {
	for _, m := range c.together() {
		if m.state == gone {
			continue
		}
		m.node.begin()
		m.state, m.reads, m.circle, m.rounds = fresh, nil, nil, 0
		m.from++
	}
}

// doubt puts in doubt what rests on a cell.
func (t *table) doubt(c *cell) {
	for todo := []*cell{c}; len(todo) > 0; {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, r := range c.readers {
			if r.still() && r.c.state == settled {
				r.c.state = doubted
				r.c.node.doubt()
				todo = append(todo, r.c)
			}
		}
	}
}

// alter says that an input is another than before.
func (t *table) alter(in input) {
	c := t.inputs[in]
	if c == nil {
		return
	}
	if t.used {
		t.now++
		t.used = false
	}
	c.changed = t.now
	t.doubt(c)
}

// remove says that a file is no longer there in that version, and forgets every answer about what stands in it.
func (t *table) remove(path string) {
	c := t.inputs[input{kind: fileFacts, name: path}]
	if c == nil {
		return
	}
	readers := c.readers
	c.readers = nil
	for _, r := range readers {
		if r.still() {
			t.forget(r.c)
		}
	}
}

// forget drops an answer for good; what rests on it is in doubt.
func (t *table) forget(c *cell) {
	c.node.forget()
	c.state, c.reads = gone, nil
	t.doubt(c)
	c.readers = nil
}

// A kind is the cells of one question.
type kind interface{ each(func(*cell)) }

// sweepAfter is how many updates go by until answers that nobody asked for in between are forgotten.
const sweepAfter = 32

// sweep forgets, now and then, the answers in doubt that were not asked for since the last time, and the inputs that nothing reads.
func (t *table) sweep() {
	if t.updates++; t.updates%sweepAfter != 0 {
		return
	}
	for _, k := range t.kinds {
		k.each(func(c *cell) {
			if (c.state == doubted || c.state == fresh) && c.checked < t.swept {
				t.forget(c)
			}
		})
	}
	for _, c := range t.inputs {
		if !slices.ContainsFunc(c.readers, reader.still) {
			c.node.forget()
		}
	}
	t.swept = t.now
}
