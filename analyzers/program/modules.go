package program

import (
	"path"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// packageFolders returns the folders that hold an __init__.py.
func packageFolders(sources []Source) map[string]bool {
	out := map[string]bool{}
	for _, s := range sources {
		if makesPackage(s.Path) {
			out[path.Dir(s.Path)] = true
		}
	}
	return out
}

// makesPackage reports whether a file makes its folder a package.
func makesPackage(p string) bool { return p == "__init__.py" || strings.HasSuffix(p, "/__init__.py") }

// moduleName splits the path of a file into the folder it is imported from and its dotted name there: the folder above the
// outermost package around it.
func moduleName(p string, packages map[string]bool) (root, dotted string) {
	root = path.Dir(p)
	for root != "." && packages[root] {
		root = path.Dir(root)
	}
	rel := p
	if root != "." {
		rel = strings.TrimPrefix(p, root+"/")
	} else {
		root = ""
	}
	return root, dottedPath(rel)
}

func dottedPath(rel string) string {
	rel = strings.TrimSuffix(rel, ".py")
	rel = strings.TrimSuffix(rel, "/__init__")
	return strings.ReplaceAll(rel, "/", ".")
}

// dottedSuffixes returns every name under which a file could be imported from some folder above it.
func dottedSuffixes(p string) []string {
	full := dottedPath(p)
	out := []string{full}
	for i := range len(full) {
		if full[i] == '.' {
			out = append(out, full[i+1:])
		}
	}
	return out
}

// module finds the file that `import dotted` reaches from a module: one whose root is the importer's own, then a root above the
// importer, then the only file of that name.
func (p *Program) module(from *Module, dotted string) *Module {
	var best *Module
	bestRank := 0
	p.t.readInput(input{kind: importPath, name: dotted})
	candidates := p.bySuffix[dotted]
	for _, m := range candidates {
		if r := importRank(from, m, dotted, len(candidates)); r > bestRank {
			best, bestRank = m, r
		}
	}
	return best
}

func importRank(from, m *Module, dotted string, n int) int {
	full := dottedPath(m.Path)
	root := strings.TrimSuffix(strings.TrimSuffix(full, dotted), ".")
	fromDir := strings.ReplaceAll(path.Dir(from.Path), "/", ".")
	switch {
	case root == strings.ReplaceAll(from.Root, "/", "."):
		return 5
	case root == fromDir && m.Dotted == dotted:
		return 4 // a script beside the importer
	case root == "" || root == "src" || root == "lib":
		return 3
	case m.Dotted == dotted && strings.HasPrefix(fromDir, root), inNamespace(fromDir, root, dotted):
		return 2
	case n == 1 && m.Dotted == dotted:
		return 1
	}
	return 0
}

// inNamespace reports whether an importer stands below a root in the same top folder as what it imports: a package without __init__.py that several
// distributions share.
func inNamespace(fromDir, root, dotted string) bool {
	top, _, _ := strings.Cut(dotted, ".")
	return strings.HasPrefix(fromDir+".", root+"."+top+".")
}

// relative turns the module of a `from` import with leading dots into an absolute dotted path from the top of the tree.
func relative(from *Module, name string) (string, bool) {
	rest := strings.TrimLeft(name, ".")
	level := len(name) - len(rest)
	if level == 0 {
		return name, false
	}
	dir := path.Dir(from.Path)
	for range level - 1 {
		dir = path.Dir(dir)
	}
	base := strings.ReplaceAll(dir, "/", ".")
	if dir == "." {
		base = ""
	}
	if rest == "" {
		return base, true
	}
	return strings.TrimPrefix(base+"."+rest, "."), true
}

// imported returns the module that a from-import names; external is its dotted name where it is not in the tree.
func (p *Program) imported(from *Module, name string) (m *Module, external string) {
	abs, rel := relative(from, name)
	if rel {
		return p.byPath(abs), abs
	}
	return p.module(from, abs), abs
}

func (p *Program) byPath(full string) *Module {
	p.t.readInput(input{kind: importPath, name: full})
	for _, m := range p.bySuffix[full] {
		if dottedPath(m.Path) == full {
			return m
		}
	}
	return nil
}

// evalAlias returns what an import binds.
func (p *Program) evalAlias(a Site) []Value { return p.aliased(a, p.moduleAttr) }

func (p *Program) aliased(a Site, attr func(*Module, string) []Value) []Value {
	imp := a.Up()
	name := a.Str()
	if imp.Kind() == python.Import {
		if !a.Child(python.RTarget).Valid() {
			full := name
			name, _, _ = strings.Cut(name, ".")
			if p.module(a.M, name) == nil && full != name && p.module(a.M, full) != nil { // a package without __init__.py
				return []Value{{Kind: VExternal, Name: name}}
			}
		}
		if m := p.module(a.M, name); m != nil {
			return []Value{{Kind: VModule, Site: Site{m, 0}}}
		}
		return []Value{{Kind: VExternal, Name: name}}
	}
	m, external := p.imported(a.M, imp.Str())
	if m != nil {
		if m == a.M { // `from . import sub` in the package itself
			if sub := p.byPath(dottedPath(m.Path) + "." + name); sub != nil {
				return []Value{{Kind: VModule, Site: Site{sub, 0}}}
			}
		}
		return attr(m, name)
	}
	if sub := p.byPath(external + "." + name); sub != nil && strings.HasPrefix(imp.Str(), ".") {
		return []Value{{Kind: VModule, Site: Site{sub, 0}}}
	}
	if sub := p.module(a.M, external+"."+name); sub != nil {
		return []Value{{Kind: VModule, Site: Site{sub, 0}}}
	}
	return []Value{{Kind: VExternal, Name: strings.TrimLeft(external, ".") + "." + name}}
}

// moduleAttr returns what a name of a module can be: bound there, imported with a star, or a submodule.
func (p *Program) moduleAttr(m *Module, name string) []Value {
	return p.ask.exports.of(nameKey{m: m, name: name})
}

func (p *Program) exportOf(k nameKey) []Value { return p.export(k, p.evalBinds, p.moduleAttr) }

func (p *Program) export(k nameKey, bound func(*Module, []python.ID) []Value, attr func(*Module, string) []Value) []Value {
	m, name := k.m, k.name
	if id := m.X.NameID(name); id >= 0 {
		if binds := m.X.Binds(0, id); len(binds) > 0 {
			return joined(bound(m, m.atEnd(0, binds)))
		}
	}
	full := dottedPath(m.Path)
	if sub := p.byPath(full + "." + name); sub != nil {
		return []Value{{Kind: VModule, Site: Site{sub, 0}}}
	}
	for _, star := range m.X.Stars(0) {
		from, external := p.imported(m, m.F.Str(star))
		var vs []Value
		switch {
		case from != nil && from != m:
			if from.hides(name) {
				continue
			}
			vs = attr(from, name)
		case from == nil && len(m.X.Stars(0)) == 1:
			vs = []Value{{Kind: VExternal, Name: external + "." + name}}
		}
		if len(vs) > 0 {
			return vs
		}
	}
	return nil
}

// hides reports whether `from m import *` leaves a name out: because of __all__, or because it begins with an underscore.
func (m *Module) hides(name string) bool {
	id := m.X.NameID("__all__")
	if id < 0 || len(m.X.Binds(0, id)) == 0 {
		return strings.HasPrefix(name, "_")
	}
	for _, b := range m.X.Binds(0, id) {
		list := assigned(Site{m, b})
		if list.Kind() != python.List && list.Kind() != python.Tuple {
			return false // put together in some other way
		}
		for _, n := range m.F.All(list.N, python.RElt) {
			if m.F.Str(n) == name {
				return false
			}
		}
	}
	return len(m.X.Occurrences("__all__")) == len(m.X.Binds(0, id))
}
