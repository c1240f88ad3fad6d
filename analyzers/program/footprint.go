package program

import "slices"

// A Footprint is what an answer rests on, found or not.
type Footprint struct {
	Paths   []string // files whose facts were read
	Names   []string // names whose occurrences in the whole tree were asked for
	Imports []string // dotted paths that were looked for
	Tree    bool     // whether the tree is one of an application was asked for
	Answers int      // how many answers lie in between
}

// FootprintOf returns what the answer about a holder rests on; nothing where nobody examined it.
func (p *Program) FootprintOf(h *Holder) Footprint {
	if a := p.ask.cases.answers[h]; a != nil {
		return p.t.footprint(&a.cell)
	}
	return Footprint{}
}

// footprint walks over everything that an answer read, and what that read.
func (t *table) footprint(c *cell) Footprint {
	t.walks++
	c.walk = t.walks
	var f Footprint
	for todo := []*cell{c}; len(todo) > 0; {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if in, ok := c.node.(*inputNode); ok {
			f.add(in.in)
			continue
		}
		f.Answers++
		for _, r := range c.reads {
			if r.walk != t.walks {
				r.walk = t.walks
				todo = append(todo, r)
			}
		}
	}
	slices.Sort(f.Paths)
	slices.Sort(f.Names)
	f.Names = slices.Compact(f.Names)
	slices.Sort(f.Imports)
	return f
}

// add notes an input. Who derives from a class follows from facts: those of the file of the class are enough where it stands alone, and its
// name finds the others.
func (f *Footprint) add(in input) {
	switch in.kind {
	case fileFacts:
		f.Paths = append(f.Paths, in.name)
	case nameInTree, boundName:
		f.Names = append(f.Names, in.name)
	case importPath:
		f.Imports = append(f.Imports, in.name)
	case treeKind:
		f.Tree = true
	case subclasses:
		f.Names = append(f.Names, in.class.Name)
	}
}
