package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// storeNames are the names that a key of a store goes under: two commands are about the same key where they share one. A key has several since each
// place that speaks of it may know it another way: by its text, by a setting, by an attribute, by the function that makes it.
//
//	t:…  the text around its open parts
//	s:…  a setting of that name
//	a:…  an attribute of a class
//	f:…  what a function of the tree returns
//	g:…  all keys that begin with that (a pattern)
//	m:…  all keys that are members of the collection of that name
//	x:…  the source of the expression, in its file
type storeNames map[string]bool

// maxNameDepth bounds through how many assignments, calls and parameters a key is followed, and maxKeyCallers of how many callers.
const (
	maxNameDepth  = 4
	maxKeyCallers = 12
)

// A keyNamer gathers the names of one key.
type keyNamer struct {
	p    *Program
	seen map[Site]bool
	out  storeNames
}

func (p *Program) namesOfKey(key Site) storeNames {
	k := &keyNamer{p: p, seen: map[Site]bool{}, out: storeNames{}}
	k.of(key, 0)
	return k.out
}

// known reports whether something tells the key wherever it is spoken of: its text, a setting.
func (n storeNames) known() bool {
	for name := range n {
		if name[0] == 't' || name[0] == 's' || name[0] == 'f' {
			return true
		}
	}
	return false
}

func (k *keyNamer) add(kind, name string) {
	if name != "" {
		k.out[kind+":"+name] = true
	}
}

func (k *keyNamer) of(s Site, depth int) {
	if !s.Valid() || k.seen[s] || depth > maxNameDepth {
		return
	}
	k.seen[s] = true
	switch s.Kind() {
	case python.Str, python.FString, python.BinOp:
		k.text(s)
	case python.Tuple, python.List, python.Set:
		k.each(s, python.RElt, depth)
	case python.BoolOp:
		k.each(s, python.RValue, depth)
	case python.IfExp:
		k.of(s.Child(python.RBody), depth)
		k.of(s.Child(python.ROrelse), depth)
	case python.Await, python.NamedExpr:
		k.of(s.Child(python.RValue), depth)
	case python.Star:
		k.elements(s.Child(python.RValue), depth+1)
	case python.Name:
		k.name(s, depth)
	case python.Attr:
		k.attr(s, depth)
	case python.Subscript:
		if base, key := s.Child(python.RValue), s.Child(python.RIndex); key.Kind() == python.Str && isConfigName(base.Str()) {
			k.add("s", key.Str())
		}
		k.source(s)
	case python.Call:
		k.call(s, depth)
	}
}

func (k *keyNamer) each(s Site, r python.Role, depth int) {
	for _, n := range s.M.F.All(s.N, r) {
		k.of(Site{s.M, n}, depth)
	}
}

// source names an expression by its text, in its file.
func (k *keyNamer) source(s Site) {
	if t := text(s); strings.Trim(t, "…()") != "" {
		k.add("x", s.M.Path+":"+t)
	}
}

// text names what is put together of texts.
func (k *keyNamer) text(s Site) {
	if shape, open := k.p.keyShape(s); strings.ContainsFunc(shape, isLetter) {
		k.add("t", shape)
	} else if s.Kind() != python.Str {
		k.add("x", s.M.Path+":"+shape+open)
	}
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127 }

// keyShape is the constant text of a key, with the constants that are put into it, and the source of its open parts.
func (p *Program) keyShape(s Site) (shape, open string) {
	join := func(parts []python.ID) {
		for _, n := range parts {
			a, b := p.keyShape(Site{s.M, n})
			shape, open = shape+a, open+b
		}
	}
	switch s.Kind() {
	case python.Str:
		return withoutPlaces(s.Str()), ""
	case python.FString:
		shape = s.Str()
		join(s.M.F.All(s.N, python.RElt))
		return shape, open
	case python.BinOp:
		join(s.M.F.All(s.N, python.RValue))
		return shape, open
	case python.Num:
		return s.Str(), ""
	}
	if t := p.constantText(s); t != "" {
		return t, ""
	}
	if k := s.Kind(); k == python.Attr || k == python.Call {
		return "", "+" + text(s) // a name alone is that of a parameter, which each function calls something else
	}
	return "", "+"
}

// constantText is the text of an expression that is always the same one, "" where that is not seen.
func (p *Program) constantText(s Site) string {
	if s.Kind() != python.Name && s.Kind() != python.Attr {
		return ""
	}
	out := ""
	for _, v := range p.Eval(s) {
		t, ok := strings.CutPrefix(v.Name, "s:")
		if v.Kind != VConst || !ok || out != "" && out != t {
			return ""
		}
		out = withoutPlaces(t)
	}
	return out
}

// withoutPlaces takes the places that a format fills out of a text: what is left is what an f-string has around them.
func withoutPlaces(t string) string {
	var out strings.Builder
	for i := 0; i < len(t); i++ {
		switch {
		case t[i] == '%' && i+1 < len(t) && strings.IndexByte("sdrifxu", t[i+1]) >= 0:
			i++
		case t[i] == '%' && i+1 < len(t) && t[i+1] == '(' && strings.IndexByte(t[i:], ')') > 0:
			i += strings.IndexByte(t[i:], ')') + 1
		case t[i] == '{' && strings.IndexByte(t[i:], '}') > 0:
			i += strings.IndexByte(t[i:], '}')
		default:
			out.WriteByte(t[i])
		}
	}
	return out.String()
}

// name follows a variable to what is assigned to it, and a parameter to what its callers pass.
func (k *keyNamer) name(s Site, depth int) {
	if t := k.p.constantText(s); t != "" {
		k.add("t", t)
		return
	}
	k.source(s)
	x, id := s.M.X, s.M.F.Name(s.N)
	scope := x.Resolve(x.ScopeOf(s.N), id)
	if scope < 0 {
		return
	}
	for i, n := range x.Binds(scope, id) {
		if i < maxValues {
			k.bind(Site{s.M, n}, depth+1)
		}
	}
}

func (k *keyNamer) bind(b Site, depth int) {
	if b.Kind() == python.Param {
		args := k.p.ArgumentsFor(b)
		if len(args) > maxKeyCallers || b.Up().Kind() != python.FuncDef {
			return
		}
		k.of(b.Child(python.RDefault), depth)
		for _, a := range args {
			k.of(a, depth)
		}
		return
	}
	_, stmt := b.M.F.TargetOf(b.N)
	switch st := (Site{b.M, stmt}); st.Kind() {
	case python.For, python.CompFor:
		k.elements(st.Child(python.RIter), depth)
	case python.Assign, python.AnnAssign, python.NamedExpr:
		k.of(assigned(b), depth)
	}
}

// attr names a setting, and an attribute of a class along with what is bound to it.
func (k *keyNamer) attr(s Site, depth int) {
	if t := k.p.constantText(s); t != "" {
		k.add("t", t)
	}
	base := s.Child(python.RValue)
	if isConfigName(base.Str()) {
		k.add("s", s.Str())
	}
	known := false
	for _, v := range k.p.Eval(base) {
		if v.Kind == VInstance || v.Kind == VClass {
			known = true
			k.attrOf(v.Class, s.Str(), depth)
		}
	}
	if !known {
		k.source(s)
	}
}

func (k *keyNamer) attrOf(c *Class, name string, depth int) {
	c = k.p.declaring(c, name)
	k.add("a", c.Site.M.Path+":"+k.p.QualName(c.Site)+"."+name)
	for i, b := range k.p.attrBinds(c, name) {
		if i < maxValues {
			k.of(assigned(b), depth+1)
		}
	}
	if def := k.p.Method(c, name); def.Valid() {
		k.returned(def, depth)
	}
}

// returned names what a function of the tree makes.
func (k *keyNamer) returned(def Site, depth int) {
	k.add("f", place(def))
	for _, r := range k.p.returnSites(def) {
		k.of(r, depth+1)
	}
}

func (k *keyNamer) call(s Site, depth int) {
	fn := s.Child(python.RFunc)
	switch name := fn.Str(); {
	case name == "format" && fn.Kind() == python.Attr:
		k.of(fn.Child(python.RValue), depth)
		return
	case name == "getattr":
		if base, key := firstArgument(s), callArgument(s, "", 1); key.Kind() == python.Str && isConfigName(base.Str()) {
			k.add("s", key.Str())
		}
		k.of(callArgument(s, "", 2), depth)
		return
	case name == "get" && fn.Kind() == python.Attr && isConfigName(fn.Child(python.RValue).Str()):
		if key := firstArgument(s); key.Kind() == python.Str {
			k.add("s", key.Str())
		}
		return
	case library.KeepsKey[name]:
		if fn.Kind() == python.Attr {
			k.of(fn.Child(python.RValue), depth)
		} else {
			k.of(firstArgument(s), depth)
		}
		return
	}
	known := false
	for _, def := range k.p.Targets(s) {
		if def.Kind() == python.FuncDef && !isConstructor(def) {
			known = true
			k.returned(def, depth)
		}
	}
	if !known {
		k.source(s)
	}
}

// elements names the keys that a collection holds: those that match a pattern, the members of another key.
func (k *keyNamer) elements(s Site, depth int) {
	if !s.Valid() || depth > maxNameDepth {
		return
	}
	switch s.Kind() {
	case python.Await:
		k.elements(s.Child(python.RValue), depth)
	case python.Tuple, python.List, python.Set:
		k.each(s, python.RElt, depth)
	case python.Name:
		k.elementsOf(s, depth)
	case python.ListComp, python.SetComp, python.GenExp:
		k.of(s.Child(python.RElt), depth)
	case python.Call:
		fn := s.Child(python.RFunc)
		switch name := fn.Str(); {
		case library.StoreScans[name]:
			k.pattern(s, depth)
		case library.StoreMembers[name]:
			collection := &keyNamer{p: k.p, seen: k.seen, out: storeNames{}}
			collection.of(storeKey(s), depth+1)
			for of := range collection.out {
				k.add("m", of)
			}
		case fn.Kind() == python.Name:
			k.elements(firstArgument(s), depth+1) // list(…), sorted(…), set(…)
		}
	}
}

// elementsOf follows a variable to the collection that is assigned to it; SCAN gives a pair.
func (k *keyNamer) elementsOf(s Site, depth int) {
	x, id := s.M.X, s.M.F.Name(s.N)
	scope := x.Resolve(x.ScopeOf(s.N), id)
	if scope < 0 {
		return
	}
	for _, n := range x.Binds(scope, id) {
		if st := statementOf(Site{s.M, n}); st.Kind() == python.Assign || st.Kind() == python.AnnAssign {
			k.elements(st.Child(python.RValue), depth+1)
		}
	}
}

// pattern names all keys that begin as a pattern does.
func (k *keyNamer) pattern(call Site, depth int) {
	arg := keywordArgument(call, "match")
	if !arg.Valid() {
		arg = keywordArgument(call, "pattern")
	}
	if !arg.Valid() {
		arg = firstArgument(call)
	}
	of := &keyNamer{p: k.p, seen: k.seen, out: storeNames{}}
	of.of(arg, depth+1)
	for name := range of.out {
		if t, ok := strings.CutPrefix(name, "t:"); ok {
			t, _, _ = strings.Cut(t, "*")
			k.add("g", t)
		}
	}
}
