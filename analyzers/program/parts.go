package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// held is the domain of what a collection holds under a key: of what is put there where that is seen, else of the whole, else what the key's name
// suggests.
func (d *domains) held(base, key Site, depth int) KeyDomain {
	if d.p.isTable(base) {
		return KeyDomain{Domain: DomainType, Why: "one of what set-up puts into " + base.Str()}
	}
	if key.Kind() != python.Str {
		return wider(partOfOpen(d.of(base, depth+1)), d.anyHeld(base, depth))
	}
	out, found := KeyDomain{Domain: DomainConstant}, false
	for _, v := range d.p.Eval(base) {
		if (v.Kind == VExternal || v.Kind == VResult) && library.SetByServer(v.Name, key.Str()) {
			return d.hint(key.Str())
		}
		if v.Kind != VContainer && v.Kind != VItems {
			continue
		}
		for _, it := range d.p.ask.contents.of(v.Site) {
			if it.key == constant(key).Name && it.val.how == expression {
				found = true
				out = wider(out, d.of(it.val.at, depth+1))
			}
		}
	}
	if found && out.Domain != DomainUnknown {
		return out
	}
	whole := partOfOpen(d.of(base, depth+1))
	if library.SmallPopulation(key.Str()) && !whole.Request {
		return few(key.Str())
	}
	if whole.Domain != DomainUnknown && whole.Domain != DomainConstant && whole.Domain != DomainSuggested {
		return whole
	}
	if base.Kind() == python.Attr && library.PeerParts[base.Str()] && d.p.selfClass(base.Child(python.RValue)) == nil {
		return KeyDomain{Domain: DomainOpen, Why: key.Str() + " of the " + base.Str() + " of what a peer sent, at " + place(base)}
	}
	if h := d.hint(key.Str()); h.Domain > DomainFew {
		return wider(h, whole)
	}
	return whole
}

// field is the domain of a field of a record, such as a dataclass: of what its constructions pass for it, and of its default.
func (d *domains) field(c *Class, name string, depth int) KeyDomain {
	out := KeyDomain{Domain: DomainConstant}
	if !d.p.copiesDefaults(c) {
		return out
	}
	position := d.p.fieldPosition(c, name)
	made := d.p.Constructions(c)
	if len(made) > maxValues {
		made = made[:maxValues]
	}
	for _, at := range made {
		if a := fieldArgument(at, name, position); a.Valid() {
			out = wider(out, d.of(a, depth+1))
		}
	}
	for _, b := range d.p.attrBinds(c, name) {
		if v := assigned(b); v.Valid() && v.Kind() == python.Call {
			if factory := keywordArg(v, "default_factory"); factory.Valid() {
				out = wider(out, d.made(factory, depth))
			}
		}
	}
	return out
}

// made is the domain of what a function gives that is passed to be called: default_factory=uuid4, default_factory=lambda: str(uuid4()).
func (d *domains) made(factory Site, depth int) KeyDomain {
	out := KeyDomain{Domain: DomainUnknown}
	for _, v := range d.p.Eval(factory) {
		switch v.Kind {
		case VExternal:
			if library.IsSource(v.Name) {
				return KeyDomain{Domain: DomainOpen, Why: v.Name + "() at " + place(factory)}
			}
		case VFunc:
			for _, r := range d.p.returnSites(v.Site) {
				out = wider(out, d.of(r, depth+1))
			}
		}
	}
	return out
}

// fieldPosition is the place of a field among the fields that a class body declares, -1 where it is inherited or none.
func (p *Program) fieldPosition(c *Class, name string) int {
	return slices.Index(fieldNames(c), name)
}

// fieldNames lists the fields that a class body declares: its annotated names, and those bound to what attrs makes a field of.
func fieldNames(c *Class) []string {
	var out []string
	f := c.Site.M.F
	f.Children(c.Site.Child(python.RBody).N, func(n python.ID) bool {
		if target := f.Child(n, python.RTarget); f.Kind(n) == python.AnnAssign || f.Kind(n) == python.Assign && isAttrib(Site{c.Site.M, n}.Child(python.RValue)) {
			out = append(out, f.Str(target))
		}
		return true
	})
	return out
}

// isAttrib reports whether an expression declares a field of an attrs class.
func isAttrib(s Site) bool {
	if !s.Valid() || s.Kind() != python.Call {
		return false
	}
	name := s.Child(python.RFunc).Str()
	return name == "ib" || name == "attrib" || name == "field"
}

// fieldArgument returns what a construction passes for a field.
func fieldArgument(call Site, name string, position int) Site {
	if call.Kind() != python.Call {
		return Site{}
	}
	if a := keywordArg(call, name); a.Valid() {
		return a
	}
	for i, n := range call.M.F.All(call.N, python.RArg) {
		a := Site{call.M, n}
		if a.Kind() == python.Keyword || a.Kind() == python.Star || a.Kind() == python.DoubleStar {
			return Site{}
		}
		if i == position {
			return a
		}
	}
	return Site{}
}

// madeForCall reports whether an expression gives what its function, or a caller, makes for one call: the result of a call, or a record.
func (p *Program) madeForCall(s Site) bool {
	if s.Kind() == python.Call {
		return true
	}
	record := false
	for _, v := range p.Eval(s) {
		if v.Kind == VInstance && !p.copiesDefaults(v.Class) {
			return false
		}
		record = record || v.Kind == VInstance
	}
	return record
}

// anyHeld is the domain of what a collection holds under any key. Of a pair that is kept, such as a value and when it was put in, it is not said which part
// is used.
func (d *domains) anyHeld(base Site, depth int) KeyDomain {
	out, asked := KeyDomain{Domain: DomainConstant}, 0
	for _, v := range d.p.Eval(base) {
		if v.Kind != VContainer && v.Kind != VItems {
			continue
		}
		for _, it := range d.p.ask.contents.of(v.Site) {
			if it.val.how == expression && asked < maxValues && it.val.at.Kind() != python.Tuple {
				out, asked = wider(out, partOfOpen(d.of(it.val.at, depth+1))), asked+1
			}
		}
	}
	return out
}

// lookedUp is the domain of what base.get(key, instead) gives: of what is kept there, whatever the key, or of what is given instead.
func (d *domains) lookedUp(base, call Site, depth int) KeyDomain {
	key := call.Child(python.RArg)
	out := d.held(base, key, depth)
	if key.Kind() == python.Str && !d.p.isTable(base) {
		return out // what a record lacks under a fixed name is the exception
	}
	if instead := callArgument(call, "default", 1); instead.Valid() {
		out = wider(out, d.of(instead, depth+1))
	}
	return out
}

// isTable reports whether an expression is a dict with something in it that set-up alone fills: of what is looked up there are as many as it has.
func (p *Program) isTable(s Site) bool {
	if s.Kind() != python.Name && s.Kind() != python.Attr {
		return false
	}
	h := p.holderOf(s)
	if h == nil || h.Type().Kind != "dict" || !p.filledAtSetup(s) {
		return false
	}
	written := slices.ContainsFunc(h.Allocs, func(a Alloc) bool { return a.Site.Kind() != python.Call && a.Site.Child(python.RValue).Valid() })
	return written || slices.ContainsFunc(p.usesOf(h), func(u Use) bool { return u.Kind == Grow && u.Depth == 0 })
}
