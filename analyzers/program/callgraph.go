package program

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// CallGraph returns for each function of the tree what it calls, both by dotted name, sorted. Module-level code goes under the module's own
// name, the n-th lambda of a scope under <lambdan>, an inherited method under the class that defines it; a class with an __init__
// in sight is called by it; builtins are <builtin>.name. Calls that the language makes (iteration, with, raise, decorators,
// properties) count. shown says which files' functions are asked for.
func (p *Program) CallGraph(shown func(path string) bool) map[string][]string {
	g := &callGraph{p: p, names: map[Site]string{}, edges: map[string]map[string]bool{}}
	for _, m := range p.Modules {
		g.name(m, shown(m.Path))
	}
	for _, m := range p.Modules {
		if !shown(m.Path) {
			continue
		}
		for i := range m.F.Len() {
			g.node(Site{m, i})
		}
	}
	out := make(map[string][]string, len(g.edges))
	for from, to := range g.edges {
		list := make([]string, 0, len(to))
		for t := range to {
			list = append(list, t)
		}
		sort.Strings(list)
		out[from] = list
	}
	return out
}

type callGraph struct {
	p     *Program
	names map[Site]string // of functions, lambdas, classes and modules (node 0)
	edges map[string]map[string]bool
}

// name gives every function of a module its name, and a place in the graph.
func (g *callGraph) name(m *Module, shown bool) {
	g.names[Site{m, 0}] = dottedPath(m.Path)
	scopes := make([]int, len(m.X.Scopes))
	for i := range scopes {
		scopes[i] = i
	}
	sort.Slice(scopes, func(i, j int) bool { return m.X.Scopes[scopes[i]].Node < m.X.Scopes[scopes[j]].Node })
	lambdas := map[string]int{}
	for _, i := range scopes {
		sc := &m.X.Scopes[i]
		s := Site{m, sc.Node}
		if sc.Node > 0 {
			up := sc.Parent
			for isComprehension(m.X.Scopes[up].Kind) {
				up = m.X.Scopes[up].Parent
			}
			outer := g.names[Site{m, m.X.Scopes[up].Node}]
			switch sc.Kind {
			case python.FuncDef, python.ClassDef:
				g.names[s] = outer + "." + s.Str()
			case python.Lambda:
				lambdas[outer]++
				g.names[s] = outer + ".<lambda" + strconv.Itoa(lambdas[outer]) + ">"
			}
		}
		if shown && sc.Kind != python.ClassDef && !isComprehension(sc.Kind) && g.edges[g.names[s]] == nil {
			g.edges[g.names[s]] = map[string]bool{}
		}
	}
}

// node adds the calls that one node makes.
func (g *callGraph) node(s Site) {
	switch s.Kind() {
	case python.Call:
		g.call(s)
	case python.For, python.CompFor:
		g.iteration(s)
	case python.Item:
		g.methods(s, s.Child(python.RValue), "__enter__", "__exit__", "__aenter__", "__aexit__")
	case python.Raise:
		for _, v := range g.p.valuesOf(s.Child(python.RValue)) {
			if v.Kind == VClass {
				g.addFunction(s, g.p.Method(v.Class, "__init__"))
			}
		}
	case python.FuncDef, python.ClassDef:
		for _, d := range g.p.Decorators(s) {
			for _, v := range g.p.valuesOf(d) {
				if v.Kind != VExternal || !strings.HasPrefix(v.Name, "builtins.") { // property and the like say what kind of method it is
					g.value(d, v)
				}
			}
		}
	case python.Attr:
		g.read(s)
	case python.Subscript:
		g.subscript(s)
	}
}

func (g *callGraph) subscript(s Site) { g.methods(s, s.Child(python.RValue), itemCall(s)) }

// call adds what a call expression runs.
func (g *callGraph) call(s Site) {
	fn := s.Child(python.RFunc)
	vs := g.p.valuesOf(fn)
	for _, v := range vs {
		if v.Kind == VFunc && fn.Kind() == python.Attr && g.overridden(v, fn) {
			continue
		}
		g.value(s, v)
		if v.Kind == VExternal {
			g.handedTo(s, v.Name)
		}
	}
	if len(vs) == 0 && fn.Kind() == python.Attr {
		g.inherited(s, fn)
	}
}

// overridden reports whether a method that is looked up on self is that of classes only of which nobody in the tree makes instances, where
// there are others of which somebody does.
func (g *callGraph) overridden(v Value, fn Site) bool {
	for _, r := range g.p.valuesOf(fn.Child(python.RValue)) {
		if (r.Kind != VInstance && r.Kind != VClass) || !r.Open {
			continue
		}
		some := false
		for _, k := range append([]*Class{r.Class}, g.p.overriders(r.Class)...) {
			if !g.made(k) {
				continue
			}
			some = true
			if g.p.Method(k, fn.Str()) == v.Site {
				return false
			}
		}
		if !some {
			some = g.p.Method(r.Class, fn.Str()) != v.Site
		}
		return some && g.isMethodOf(r.Class, v.Site, fn.Str())
	}
	return false
}

// made reports whether the tree makes instances of a class itself: cls() may make those of another.
func (g *callGraph) made(c *Class) bool {
	for _, s := range g.p.ask.constructions.of(c) {
		for _, v := range g.p.valuesOf(s.Child(python.RFunc)) {
			if v.Kind == VClass && v.Class == c && !v.Open {
				return true
			}
		}
	}
	return len(g.p.asDecorator(c)) > 0
}

// isMethodOf reports whether a function is the method of a name of a class or of one that derives from it.
func (g *callGraph) isMethodOf(c *Class, def Site, name string) bool {
	for _, k := range append([]*Class{c}, g.p.overriders(c)...) {
		if g.p.Method(k, name) == def {
			return true
		}
	}
	return false
}

// inherited adds a method that can only come from a base outside the tree.
func (g *callGraph) inherited(s, fn Site) {
	for _, v := range g.p.valuesOf(fn.Child(python.RValue)) {
		if v.Kind != VInstance && v.Kind != VClass {
			continue
		}
		if ext := g.p.External(v.Class); len(ext) == 1 && !strings.HasPrefix(ext[0], "?") && !strings.HasPrefix(ext[0], "builtins.") {
			g.add(s, ext[0]+"."+fn.Str())
		}
	}
}

// value adds what calling a value runs.
func (g *callGraph) value(s Site, v Value) {
	switch v.Kind {
	case VFunc, VClass, VInstance:
		def, _ := g.p.runBy(v)
		g.addFunction(s, def)
	case VExternal:
		g.external(s, v.Name)
	case VResult:
		if name := strings.ReplaceAll(v.Name, "()", ""); !strings.HasPrefix(name, "builtins.") && strings.Contains(name, ".") {
			g.add(s, name)
		}
	}
}

// handedTo adds what a builtin calls of what it is given.
func (g *callGraph) handedTo(s Site, name string) {
	args := s.M.F.All(s.N, python.RArg)
	switch name {
	case "builtins.map", "builtins.filter":
		for _, n := range args {
			g.functions(s, Site{s.M, n})
		}
	case "builtins.sorted", "builtins.min", "builtins.max":
		g.functions(s, keywordArg(s, "key"))
	case "functools.reduce":
		if len(args) > 0 {
			g.functions(s, Site{s.M, args[0]})
		}
	case "builtins.next":
		if len(args) > 0 {
			g.methods(s, Site{s.M, args[0]}, "__next__")
		}
	case "builtins.iter":
		if len(args) > 0 {
			g.methods(s, Site{s.M, args[0]}, "__iter__")
		}
	case "builtins.len":
		if len(args) > 0 {
			g.methods(s, Site{s.M, args[0]}, "__len__")
		}
	case "builtins.list", "builtins.tuple", "builtins.set", "builtins.sum", "builtins.any", "builtins.all", "builtins.enumerate", "builtins.zip":
		for _, n := range args {
			g.iterating(s, Site{s.M, n})
		}
	}
}

func (g *callGraph) functions(s, arg Site) {
	for _, v := range g.p.valuesOf(arg) {
		if v.Kind == VFunc || v.Kind == VClass {
			g.value(s, v)
		}
	}
}

// iteration adds __iter__ and __next__ of what a loop goes over.
func (g *callGraph) iteration(loop Site) { g.iterating(loop, loop.Child(python.RIter)) }

func (g *callGraph) iterating(at, iter Site) {
	for _, v := range g.p.valuesOf(iter) {
		if v.Kind != VInstance {
			continue
		}
		for _, names := range [][2]string{{"__iter__", "__next__"}, {"__aiter__", "__anext__"}} {
			def := g.p.Method(v.Class, names[0])
			if !def.Valid() {
				continue
			}
			g.addFunction(at, def)
			for _, r := range g.p.returns(def) {
				if r.Kind == VInstance {
					g.addFunction(at, g.p.Method(r.Class, names[1]))
				}
			}
		}
	}
}

// methods adds the methods that the language calls on an object.
func (g *callGraph) methods(s, object Site, names ...string) {
	for _, v := range g.p.valuesOf(object) {
		if v.Kind == VInstance {
			for _, name := range names {
				g.addFunction(s, g.p.Method(v.Class, name))
			}
		}
	}
}

// read adds the properties and descriptors that reading or setting an attribute runs.
func (g *callGraph) read(s Site) {
	target := s.M.F.IsTarget(s.N)
	for _, v := range g.p.valuesOf(s.Child(python.RValue)) {
		if v.Kind != VInstance {
			continue
		}
		for _, k := range g.p.mroOf(v.Class) {
			if binds := g.p.ownMembers(k, s.Str()); len(binds) > 0 {
				g.accessed(s, binds, target)
				break
			}
		}
	}
}

func (g *callGraph) accessed(s Site, binds []Site, target bool) {
	for _, b := range binds {
		switch b.Kind() {
		case python.FuncDef:
			if !target && g.p.isProperty(b) || target && g.p.hasDecorator(b, "setter") {
				g.addFunction(s, b)
			}
		case python.Name:
			for _, v := range g.p.ask.bound.of(b) {
				if v.Kind == VInstance {
					name := "__get__"
					if target {
						name = "__set__"
					}
					g.addFunction(s, g.p.Method(v.Class, name))
				}
				if v.Kind == VResult && v.Name == "builtins.property" {
					g.propertyCall(s, assigned(b), target)
				}
			}
		}
	}
}

// propertyCall adds the accessor that x = property(get, set) names.
func (g *callGraph) propertyCall(s, call Site, target bool) {
	args := call.M.F.All(call.N, python.RArg)
	i := 0
	if target {
		i = 1
	}
	if i < len(args) {
		g.functions(s, Site{call.M, args[i]})
	}
}

func (g *callGraph) external(s Site, name string) {
	if short, ok := strings.CutPrefix(name, "builtins."); ok {
		if slices.Contains(builtins, short) {
			g.add(s, "<builtin>."+short)
		}
		return
	}
	g.add(s, name)
}

func (g *callGraph) addFunction(s, def Site) {
	if def.Valid() {
		if name := g.names[def]; name != "" {
			g.add(s, name)
		}
	}
}

func (g *callGraph) add(s Site, to string) { g.edges[g.caller(s)][to] = true }

// caller is the function (or module) whose code a node is.
func (g *callGraph) caller(s Site) string {
	x := s.M.X
	sc := x.ScopeOf(s.N)
	for sc > 0 && x.Scopes[sc].Kind != python.FuncDef && x.Scopes[sc].Kind != python.Lambda {
		sc = x.Scopes[sc].Parent
	}
	return g.names[Site{s.M, x.Scopes[sc].Node}]
}

// builtins are the names of https://docs.python.org/3/library/functions.html and exceptions.html that can be called, and Python 2's.
var builtins = strings.Fields(`__import__ abs aiter all anext any ascii basestring bin bool breakpoint buffer bytearray bytes callable chr classmethod cmp compile
	complex delattr dict dir divmod enumerate eval exec execfile exit file filter float format frozenset getattr globals hasattr hash help hex id input int
	intern isinstance issubclass iter len list locals long map max memoryview min next object oct open ord pow print property quit range raw_input
	reduce reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip
	ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
	ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning
	EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
	ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
	ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError
	ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError
	SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
	UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError`)
