package program

import (
	"container/heap"
	"slices"
)

// This file is the one place where answers are kept. To add a question:
//
//  1. Give questions (program.go) a field of type *question[K, V] and say in newQuestions which method of Program answers it. The answer
//     is computed from the facts of the tree and from other questions alone, and is not changed by whoever gets it.
//  2. Ask it with p.ask.field.of(key), from anywhere, also from inside its own answer.
//
// Questions may go round in a circle. A question that is asked while it is being answered gives what is known so far, at first the
// zero value, and whoever read that is answered anew when it changes, until nothing changes: the answer is the least fixed point of
// the circle, and does not depend on where somebody entered it. So the zero value must mean 'nothing yet', and an answer may only
// grow (more values, a longer life) where those it read grow. Nothing outside of a circle sees an answer before it is settled.
//
// What an answer read is kept with it: other answers, and inputs, found or not (the facts of a file, the occurrences of a name over
// the tree, what an import reaches, the subclasses of a class). That is how Update knows what to doubt (refresh.go), and what a footprint is.
// An answer that rests on a file's code without reading its facts must hold something of that file (a Site, a *Module, a *Class): those are
// new with each version of the file, and so is the answer then.
//
// A program that is linked once (LinkOnce) needs neither: its table is sealed, and from then on keeps of a settled question the answer
// alone. Who read whom is known there only inside of a circle that is open.

// maxRounds is how often one answer in a circle is computed before it is left as it is. Circles whose answers only grow end by
// themselves long before.
const maxRounds = 500

// maxReplaced is after how many rounds an answer in a circle only grows: two answers that take turns become both.
const maxReplaced = 5

// A cell is one question with its answer, or one input, in the graph of who read what.
type cell struct {
	node    node
	reads   []*cell
	readers []reader
	head    *cell              // while open: the cell furthest down the stack that the answer rests on
	seen    map[*cell]struct{} // while open, of a long list: reads
	circle  *circle            // those it was settled with, nil where it was alone
	lastBy  reader             // the last reader, so that it is noted once
	depth   int32              // while on the stack: its place there
	order   int32              // of entering; those entered later are answered anew first, since earlier ones rest on them
	rounds  int32
	from    int32 // how often it was begun from nothing: readers of an earlier time count no more
	checked int32 // the revision of the inputs at which the answer was last known to be right
	changed int32 // the one at which it last became another
	walk    int32 // the last walk over the graph that came by
	state   cellState
	dirty   bool
	costly  bool
}

// A reader is a cell that read another, and the time that it was begun from nothing.
type reader struct {
	c    *cell
	from int32
}

func (r reader) still() bool { return r.c.from == r.from && r.c.state != gone }

type cellState uint8

const (
	fresh    cellState = iota
	asking             // on the stack
	open               // answered inside a circle that is not settled
	settled            // final for the inputs as they are
	doubted            // something that it rests on changed, or may have
	checking           // in doubt, and what it read is being looked at
	gone               // forgotten
)

// A node is what a cell knows beyond the graph.
type node interface {
	answer() (changed bool)
	settle() (changed bool) // against the answer before it was begun from nothing
	begin()                 // from nothing
	doubt()                 // is told that the answer may no longer hold
	forget()
	seal() // keeps the answer alone
}

type inputKind uint8

const (
	fileFacts  inputKind = iota // the facts of the file at a path
	nameInTree                  // the occurrences of a name in the whole tree
	importPath                  // which files a dotted path can reach
	subclasses                  // which classes derive from a class
	boundName                   // which files may bind a container to a name
	treeKind                    // whether the tree is an application
)

// An input is something that answers rest on and that a change of the tree can alter.
type input struct {
	kind  inputKind
	name  string
	class *Class
}

type inputNode struct {
	cell
	t  *table
	in input
}

func (i *inputNode) answer() bool { return false }
func (i *inputNode) settle() bool { return false }
func (i *inputNode) begin()       {}
func (i *inputNode) doubt()       {}
func (i *inputNode) forget()      { delete(i.t.inputs, i.in) }
func (i *inputNode) seal()        {}

// A table is the graph of the questions and inputs of one program.
type table struct {
	inputs  map[input]*cell
	stack   []*cell
	open    []*cell    // in the order in which they were entered
	dirty   laterFirst // read something that changed since
	costly  laterFirst // the same, of the kinds that are answered anew when nothing else is left to do
	entered int32
	walks   int32
	now     int32 // the revision of the inputs
	used    bool  // something was settled at this revision
	swept   int32 // the revision of the last sweep
	updates int
	kinds   []kind
	sealed  bool // no input will change
	cut     int  // answers that maxRounds left as they were
	answers int  // how often something was answered
}

// laterFirst is a heap of cells, the one that was entered last on top.
type laterFirst []*cell

func (h laterFirst) Len() int           { return len(h) }
func (h laterFirst) Less(i, j int) bool { return h[i].order > h[j].order }
func (h laterFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *laterFirst) Push(x any)        { *h = append(*h, x.(*cell)) }
func (h *laterFirst) Pop() any {
	last := len(*h) - 1
	c := (*h)[last]
	*h = (*h)[:last]
	return c
}

func newTable() *table { return &table{inputs: map[input]*cell{}} }

// read notes that the question on top of the stack read a cell.
func (t *table) read(c *cell) {
	if len(t.stack) == 0 || t.sealed && c.state == settled {
		return
	}
	top := t.stack[len(t.stack)-1]
	if c.state != settled {
		top.rest(c)
	}
	by := reader{top, top.from}
	if c.lastBy == by || top.rounds > 1 && top.hasRead(c) {
		return
	}
	c.lastBy = by
	top.reads = append(top.reads, c)
	if top.seen != nil {
		top.seen[c] = struct{}{}
	}
	c.readBy(by)
}

// manyReads is the number of reads above which they are looked up in a map.
const manyReads = 24

// hasRead reports whether an open cell has read another in an earlier round.
func (c *cell) hasRead(d *cell) bool {
	if len(c.reads) <= manyReads {
		return slices.Contains(c.reads, d)
	}
	if c.seen == nil {
		c.seen = make(map[*cell]struct{}, 2*len(c.reads))
		for _, r := range c.reads {
			c.seen[r] = struct{}{}
		}
	}
	_, ok := c.seen[d]
	return ok
}

// readBy notes a reader. Those that are no longer make room first.
func (c *cell) readBy(by reader) {
	if n := len(c.readers); n > 3 && n == cap(c.readers) {
		c.readers = slices.DeleteFunc(c.readers, func(r reader) bool { return !r.still() })
		if len(c.readers) > n/2 {
			c.readers = slices.Grow(c.readers, n)
		}
	}
	c.readers = append(c.readers, by)
}

// rest notes that an answer rests on one that is not settled.
func (c *cell) rest(on *cell) {
	if on = on.root(); c.head == nil || on.depth < c.head.root().depth {
		c.head = on
	}
}

// root returns the cell on the stack that an open cell waits for.
func (c *cell) root() *cell {
	for c.state == open {
		if h := c.head; h.state == open {
			c.head = h.head
		}
		c = c.head
	}
	return c
}

// readInput notes that the question on top of the stack rests on an input.
func (t *table) readInput(in input) {
	if len(t.stack) == 0 || t.sealed {
		return
	}
	c := t.inputs[in]
	if c == nil {
		i := &inputNode{t: t, in: in}
		i.node, i.state = i, settled
		c = &i.cell
		t.inputs[in] = c
	}
	t.read(c)
}

// enter answers a fresh cell; the first of a circle settles it.
func (t *table) enter(c *cell) {
	firstOpen := len(t.open)
	t.open = append(t.open, c)
	t.entered++
	c.state, c.depth, c.order = asking, int32(len(t.stack)), t.entered
	t.stack = append(t.stack, c)
	t.answer(c)
	for c.isRoot() {
		d := t.nextDirty(c.order)
		if d == nil {
			break
		}
		if d == c {
			t.answer(c)
			continue
		}
		t.stack = append(t.stack, d)
		t.answer(d)
		t.stack = t.stack[:len(t.stack)-1]
		c.rest(d)
	}
	t.stack = t.stack[:len(t.stack)-1]
	if !c.isRoot() {
		c.state = open
		return
	}
	t.settle(firstOpen)
}

// settle makes the answers final that wait for nothing else.
func (t *table) settle(firstOpen int) {
	members := t.open[firstOpen:]
	var together *circle
	if len(members) > 1 && !t.sealed {
		together = &circle{members: slices.Clone(members)}
	}
	t.used = true
	for _, m := range members {
		m.state, m.head, m.seen, m.circle, m.checked = settled, nil, nil, together, t.now
		if t.sealed {
			m.node.seal()
		} else if m.node.settle() {
			m.changed = t.now
		}
	}
	clear(members)
	t.open = t.open[:firstOpen]
}

// seal says that no input will change: what was noted for the case that one does is dropped, and no more is noted.
func (t *table) seal() {
	todo := make([]*cell, 0, len(t.inputs))
	for _, c := range t.inputs {
		todo = append(todo, c)
	}
	for len(todo) > 0 {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, r := range c.readers {
			todo = append(todo, r.c)
		}
		c.reads, c.readers, c.circle, c.lastBy = nil, nil, nil, reader{}
		c.node.seal()
	}
	t.sealed, t.inputs = true, nil
}

// nextDirty takes the cell that is to be answered anew next, of those that were entered at or after a time.
func (t *table) nextDirty(from int32) *cell {
	for _, h := range []*laterFirst{&t.dirty, &t.costly} {
		if len(*h) > 0 && (*h)[0].order >= from {
			d := heap.Pop(h).(*cell)
			d.dirty = false
			return d
		}
	}
	return nil
}

// isRoot reports whether nothing further down the stack is needed to settle c, which is on it.
func (c *cell) isRoot() bool { return c.head == nil || c.head.root().depth >= c.depth }

// answer computes the answer of the cell on top of the stack, and has those that read another one answered anew.
func (t *table) answer(c *cell) {
	c.rounds++
	t.answers++
	if !c.node.answer() {
		return
	}
	for _, by := range c.readers {
		r := by.c
		if r.dirty || !by.still() || r.state != open && r.state != asking {
			continue
		}
		if r.rounds >= maxRounds {
			t.cut++
			continue
		}
		r.dirty = true
		if r.costly {
			heap.Push(&t.costly, r)
		} else {
			heap.Push(&t.dirty, r)
		}
	}
}

// A question is one kind of question over keys.
type question[K comparable, V any] struct {
	t       *table
	answers map[K]*answer[K, V]
	sealed  map[K]V // the settled answers of a sealed table
	compute func(K) V
	same    func(a, b V) bool
	join    func(a, b V) V // keeps what both say; nil where answers are replaced
	old     map[K]V        // the answers before they were begun from nothing
	home    func(K) string // the path of the file that the key stands in; nil where it stands in none
	doubts  func(K)        // told of every answer that may no longer hold; may be nil
	share   func(V) V      // gives an equal answer that is kept already, for a sealed table; may be nil
	costly  bool           // an answer takes long, and in a circle waits until the others are at rest
	cheap   func(K) bool   // whether an answer, one that asks nothing, is sooner given again than kept in a sealed table; may be nil
}

type answer[K comparable, V any] struct {
	cell
	q     *question[K, V]
	key   K
	value V
}

func newQuestion[K comparable, V any](t *table, home func(K) string, same func(a, b V) bool, compute func(K) V) *question[K, V] {
	q := &question[K, V]{t: t, answers: map[K]*answer[K, V]{}, old: map[K]V{}, compute: compute, same: same, home: home}
	t.kinds = append(t.kinds, q)
	return q
}

func (q *question[K, V]) each(f func(*cell)) {
	for _, a := range q.answers {
		f(&a.cell)
	}
}

// of returns the answer for a key.
func (q *question[K, V]) of(k K) V {
	if v, ok := q.sealed[k]; ok {
		return v
	}
	a := q.answers[k]
	if a == nil {
		a = &answer[K, V]{q: q, key: k}
		a.node, a.costly = a, q.costly
		q.answers[k] = a
	}
	q.t.refresh(&a.cell)
	q.t.read(&a.cell)
	return a.value
}

// known returns what is known so far, without asking.
func (q *question[K, V]) known(k K) (v V) {
	if a := q.answers[k]; a != nil {
		return a.value
	}
	return q.sealed[k]
}

// before returns what was answered before: in the last round, and before it was begun from nothing.
func (q *question[K, V]) before(k K) []V { return []V{q.known(k), q.old[k]} }

func (a *answer[K, V]) answer() bool {
	if a.rounds == 1 && a.q.home != nil {
		a.q.t.readInput(input{kind: fileFacts, name: a.q.home(a.key)})
	}
	v := a.q.compute(a.key)
	if a.rounds > maxReplaced && a.q.join != nil {
		v = a.q.join(a.value, v)
	}
	changed := !a.q.same(a.value, v)
	a.value = v
	return changed
}

func (a *answer[K, V]) begin() {
	if _, ok := a.q.old[a.key]; !ok {
		a.q.old[a.key] = a.value
	}
	var nothing V
	a.value = nothing
}

func (a *answer[K, V]) settle() bool {
	old, ok := a.q.old[a.key]
	if !ok {
		return true
	}
	delete(a.q.old, a.key)
	if !a.q.same(old, a.value) {
		return true
	}
	a.value = old
	return false
}

func (a *answer[K, V]) doubt() {
	if a.q.doubts != nil {
		a.q.doubts(a.key)
	}
}

func (a *answer[K, V]) forget() {
	delete(a.q.answers, a.key)
	delete(a.q.old, a.key)
	a.doubt()
	var noKey K
	var nothing V
	a.key, a.value = noKey, nothing // lists of readers that are not looked at for long would hold on to versions of files
}

func (a *answer[K, V]) seal() {
	q := a.q
	delete(q.answers, a.key)
	if q.cheap != nil && q.cheap(a.key) {
		return
	}
	if q.sealed == nil {
		q.sealed = map[K]V{}
	}
	if q.share != nil {
		a.value = q.share(a.value)
	}
	q.sealed[a.key] = a.value
}
