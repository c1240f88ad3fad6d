package python

import "sort"

// A Description is the facts of a file in the words of Python, for people and for comparison with Python's own parser
// (testdata/oracle). Lists are in the order of the source, names sorted.
type Description struct {
	Scopes     []ScopeDescription `json:"scopes"`
	Imports    []ImportedName     `json:"imports"`
	Calls      []CallDescription  `json:"calls"`
	Decorators []Mention          `json:"decorators"`
	Defaults   []Mention          `json:"defaults"`
	Containers []Mention          `json:"containers"`
	Stores     []Mention          `json:"stores"`
	Deletes    []Mention          `json:"deletes"`
}

// A Place is 1-based; columns count bytes.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// A ScopeDescription is one scope with the names that are bound in it, wherever the statement that binds them stands.
type ScopeDescription struct {
	Place
	Kind  string   `json:"kind"` // module, class, function, lambda, comprehension
	Name  string   `json:"name"` // qualified inside the file, "" for the module
	Binds []string `json:"binds"`
	// Global and Nonlocal are the names declared so in this scope.
	Global   []string `json:"global"`
	Nonlocal []string `json:"nonlocal"`
}

// An ImportedName is `import Module as As`, or `from Module import Name as As`; Name is * for everything.
type ImportedName struct {
	Place
	Module string `json:"module"`
	Name   string `json:"name"`
	As     string `json:"as"`
}

// A CallDescription is one call.
type CallDescription struct {
	Place
	Callee   string   `json:"callee"`     // see Render
	Args     int      `json:"positional"` // *args count as one
	Keywords []string `json:"keywords"`   // in order; ** for **kwargs
}

// A Mention is one place with what stands there and, for parts of definitions, of what it is a part.
type Mention struct {
	Place
	What string `json:"what"`
	Of   string `json:"of"`
}

var scopeWords = map[Kind]string{
	Module: "module", ClassDef: "class", FuncDef: "function", Lambda: "lambda",
	ListComp: "comprehension", SetComp: "comprehension", DictComp: "comprehension", GenExp: "comprehension",
}

var containerWords = map[Kind]string{
	List: "list", Set: "set", Dict: "dict", ListComp: "list comprehension", SetComp: "set comprehension", DictComp: "dict comprehension",
}

// Describe says what a file holds.
func Describe(x *Index) *Description {
	d := &describer{x: x, f: x.File, out: &Description{
		Scopes: []ScopeDescription{}, Imports: []ImportedName{}, Calls: []CallDescription{}, Decorators: []Mention{}, Defaults: []Mention{},
		Containers: []Mention{}, Stores: []Mention{}, Deletes: []Mention{},
	}}
	for s := range x.Scopes {
		d.scope(int32(s))
	}
	for n := range d.f.Len() {
		d.node(n)
	}
	d.sort()
	return d.out
}

type describer struct {
	x   *Index
	f   *File
	out *Description
}

func (d *describer) place(n ID) Place {
	line, col := d.f.LineCol(d.f.Pos(n))
	return Place{line, col}
}

func (d *describer) scope(s int32) {
	sc := &d.x.Scopes[s]
	out := ScopeDescription{Place: d.place(sc.Node), Kind: scopeWords[sc.Kind], Name: d.x.Qual(s), Binds: []string{}, Global: []string{}, Nonlocal: []string{}}
	for _, name := range d.x.BoundNames(s) {
		out.Binds = append(out.Binds, d.f.Text(name))
	}
	for _, decl := range d.x.declared {
		switch {
		case decl.scope != s:
		case decl.global:
			out.Global = append(out.Global, d.f.Text(decl.name))
		default:
			out.Nonlocal = append(out.Nonlocal, d.f.Text(decl.name))
		}
	}
	sort.Strings(out.Binds)
	sort.Strings(out.Global)
	sort.Strings(out.Nonlocal)
	d.out.Scopes = append(d.out.Scopes, out)
}

func (d *describer) node(n ID) {
	f := d.f
	switch f.Kind(n) {
	case Alias, ImportFrom:
		d.imported(n)
	case Call:
		d.call(n)
	case List, Set, Dict, ListComp, SetComp, DictComp:
		if f.Kind(n) != List || !f.IsTarget(n) {
			d.out.Containers = append(d.out.Containers, Mention{d.place(n), containerWords[f.Kind(n)], d.around(n)})
		}
	case Attr, Subscript:
		if f.IsTarget(n) {
			d.out.Stores = append(d.out.Stores, Mention{d.place(n), f.Render(n), d.around(n)})
		}
	}
	switch {
	case f.Role(n) == RDecorator:
		d.out.Decorators = append(d.out.Decorators, Mention{d.place(n), f.Render(n), d.qual(f.Up(n))})
	case f.Role(n) == RDefault:
		d.out.Defaults = append(d.out.Defaults, Mention{d.place(n), f.Str(f.Up(n)), d.qual(f.Up(f.Up(n)))})
	case f.Role(n) == RTarget && f.Kind(f.Up(n)) == Delete:
		d.out.Deletes = append(d.out.Deletes, Mention{d.place(n), f.Render(n), d.around(n)})
	}
}

// around names the scope in which n is evaluated.
func (d *describer) around(n ID) string { return d.x.Qual(d.x.ScopeOf(n)) }

// qual names a definition.
func (d *describer) qual(def ID) string {
	if s := d.x.ScopeAt(def); s >= 0 {
		return d.x.Qual(s)
	}
	return ""
}

func (d *describer) imported(n ID) {
	f := d.f
	if f.Kind(n) == ImportFrom {
		if f.Size(n) == 1 {
			d.out.Imports = append(d.out.Imports, ImportedName{d.place(n), f.Str(n), "*", ""})
		}
		return
	}
	stmt := f.Up(n)
	i := ImportedName{Place: d.place(n), Module: f.Str(n), As: f.Str(f.Child(n, RTarget))}
	if f.Kind(stmt) == ImportFrom {
		i.Module, i.Name = f.Str(stmt), f.Str(n)
	}
	d.out.Imports = append(d.out.Imports, i)
}

func (d *describer) call(n ID) {
	c := CallDescription{Place: d.place(n), Callee: d.f.Render(d.f.Child(n, RFunc)), Keywords: []string{}}
	for _, a := range d.f.All(n, RArg) {
		switch d.f.Kind(a) {
		case Keyword:
			c.Keywords = append(c.Keywords, d.f.Str(a))
		case DoubleStar:
			c.Keywords = append(c.Keywords, "**")
		default:
			c.Args++
		}
	}
	d.out.Calls = append(d.out.Calls, c)
}

// sort puts everything in the order of the source: a decorated definition, for one, is a node before its decorators, but its name
// stands behind them.
func (d *describer) sort() {
	before := func(a, b Place) bool { return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column }
	mentions := func(ms []Mention) {
		sort.SliceStable(ms, func(i, j int) bool { return before(ms[i].Place, ms[j].Place) })
	}
	o := d.out
	sort.SliceStable(o.Scopes, func(i, j int) bool { return before(o.Scopes[i].Place, o.Scopes[j].Place) })
	sort.SliceStable(o.Imports, func(i, j int) bool { return before(o.Imports[i].Place, o.Imports[j].Place) })
	sort.SliceStable(o.Calls, func(i, j int) bool { return before(o.Calls[i].Place, o.Calls[j].Place) })
	mentions(o.Decorators)
	mentions(o.Defaults)
	mentions(o.Containers)
	mentions(o.Stores)
	mentions(o.Deletes)
}

// Render writes an expression in short: names, attributes, calls and subscripts as in the source, without arguments and indices; ? for the rest.
func (f *File) Render(n ID) string {
	switch f.Kind(n) {
	case Name:
		return f.Str(n)
	case Attr:
		return f.Render(f.Child(n, RValue)) + "." + f.Str(n)
	case Call:
		return f.Render(f.Child(n, RFunc)) + "()"
	case Subscript:
		return f.Render(f.Child(n, RValue)) + "[]"
	}
	return "?"
}
