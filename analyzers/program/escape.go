package program

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// An escape follows the instances of one class from where they are made to what keeps them.
type escape struct {
	p     *Program
	class *Class // nil where the class is not known
	seen  map[visit]bool
	built madeAt // the call whose constructor is being followed
	// through says by whose instances an object with that life is held.
	through map[*Life][]*Class
	body    *Life // where an instance is handed to what lets it take the body of one response
	lost    *Life // where an instance is handed to code, or kept by an owner, of which nothing is known
}

// A madeAt is a call that makes an instance of a class: objects made at different places are told apart where one is handed to the constructor of another.
type madeAt struct {
	site  Site
	class *Class
}

// A visit is a place that was followed, and the constructor under way.
type visit struct {
	s     Site
	built Site
}

// maxEscape bounds how many places one class is followed to.
const maxEscape = 300

// life is how long the object that an expression gives is kept.
func (t *escape) life(s Site) *Life {
	v := visit{s, t.built.site}
	if t.seen[v] || len(t.seen) > maxEscape {
		return nil
	}
	t.seen[v] = true
	up := s.Up()
	if !up.Valid() {
		return nil
	}
	switch up.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr:
		if s.Role() != python.RValue {
			return nil
		}
		var best *Life
		for _, n := range up.M.F.All(up.N, python.RTarget) {
			best = longer(best, t.stored(Site{up.M, n}))
		}
		if up.Kind() == python.NamedExpr {
			best = longer(best, t.life(up))
		}
		return best
	case python.Call:
		if s.Role() == python.RArg {
			return t.passed(s, up)
		}
		return t.called(up)
	case python.Keyword:
		return t.passed(s, up.Up())
	case python.Return, python.Yield:
		return t.returned(s)
	case python.Lambda:
		return nil
	case python.Await, python.IfExp, python.BoolOp, python.BinOp, python.Tuple, python.List, python.Dict, python.Set, python.Star, python.ListComp, python.DictComp, python.SetComp, python.GenExp:
		return t.life(up)
	case python.Item:
		return t.entered(up)
	case python.Param:
		return lives(ScopeProcess, "the default of a parameter", true, s)
	case python.ClassDef, python.FuncDef:
		if s.Role() == python.RDecorator {
			return lives(ScopeProcess, "a decorator lives as long as what it decorates", true, s)
		}
	case python.Attr:
		if l := t.attributeOf(up); l != nil || s.Kind() != python.Call {
			return l
		}
	}
	return t.local(s)
}

// called reads `object(…)`: what is applied as a decorator, or wraps a function at import, lives as long as that.
func (t *escape) called(call Site) *Life {
	if call.Role() == python.RDecorator {
		return lives(ScopeProcess, "a decorator lives as long as what it decorates", true, call)
	}
	return nil
}

// stored reads `target = object`.
func (t *escape) stored(target Site) *Life {
	switch target.Kind() {
	case python.Name:
		return t.variable(target)
	case python.Attr:
		return t.attribute(target)
	case python.Subscript:
		return t.element(target.Child(python.RValue))
	case python.Tuple, python.List:
		var best *Life
		for _, n := range target.M.F.All(target.N, python.RElt) {
			best = longer(best, t.stored(Site{target.M, n}))
		}
		return best
	}
	return nil
}

func (t *escape) variable(target Site) *Life {
	x := target.M.X
	name := target.M.F.Name(target.N)
	scope := x.Resolve(x.ScopeOf(target.N), name)
	if scope < 0 {
		return nil
	}
	switch x.Scopes[scope].Kind {
	case python.Module:
		if target.M.Profile == Command {
			return lives(ScopeCall, "made in a script", false, target)
		}
		if inDemo(target) || target.M.isProgram() {
			return t.demo(target)
		}
		return lives(ScopeProcess, "made once and kept in "+target.Str()+" at "+place(target), true, target)
	case python.ClassDef:
		if c := target.M.classes[x.Scopes[scope].Node]; c != nil && t.p.copiesDefaults(c) {
			return t.attributeOfValue(target, Value{Kind: VInstance, Class: c}) // each record has a copy of its own
		}
		return lives(ScopeProcess, "kept in a class attribute at "+place(target), true, target)
	}
	best := t.local(target)
	for _, m := range t.p.scopeMentions(target.M, scope, target.Str()) {
		if !m.M.F.IsTarget(m.N) {
			best = longer(best, t.life(m.Site))
		}
	}
	return best
}

// local is the life of something that a function holds only while it runs.
func (t *escape) local(s Site) *Life {
	fn := t.p.Function(s)
	if fn.N == 0 {
		return lives(ScopeUnknown, "made when the module is imported", false, s)
	}
	r := t.p.RepeatAt(s)
	if r == nil {
		return nil
	}
	switch {
	case r.Kind == RunsAgain:
		return lives(ScopeEvent, "made for each "+r.Per+" at "+place(s), true, s)
	case r.Kind == RunsAtSetup && t.p.serves(fn, 0):
		return lives(ScopeProcess, "a local of "+fn.Str()+"(), which runs as long as the process", true, s)
	}
	return lives(ScopeCall, "a local at "+place(s), false, s)
}

// attribute reads `owner.target = object`: as long as the longest-lived owner.
func (t *escape) attribute(target Site) *Life {
	var best *Life
	owned := false
	for _, v := range t.p.Eval(target.Child(python.RValue)) {
		best = longer(best, t.attributeOfValue(target, v))
		owned = owned || v.Kind == VInstance
	}
	if best != nil && best.Scope > ScopeEvent {
		if r := t.replaced(target); r != nil {
			return r
		}
		if at := t.replacedBy(target); at.Valid() && !best.Ends {
			return t.until(best, "kept in "+t.p.keyText(target)+" until the next one is made, as at "+place(at))
		}
		return t.untilLetGo(target, best)
	}
	if best != nil || owned {
		return best // nil: its owner is held by the object itself, and adds nothing
	}
	return t.lose("kept by an object that cannot be seen", target)
}

func (t *escape) attributeOfValue(target Site, v Value) *Life {
	switch v.Kind {
	case VInstance:
		held := t.ownerLife(target, v.Class)
		l := held.life
		if l == nil || v.Class == t.class || slices.Contains(held.through, t.class) {
			return nil // what an object holds itself does not keep it
		}
		out := &Life{Scope: l.Scope, Why: "held by " + v.Class.Name + "." + target.Str() + "; " + l.Why, Proven: l.Proven, Named: l.Named, Ends: l.Ends, Owners: l.Owners + 1, At: target}
		if l.Scope == ScopeUnknown {
			out = t.lose(out.Why, target)
		}
		t.through[out] = append([]*Class{v.Class}, held.through...)
		return out
	case VClass, VFunc, VModule:
		return lives(ScopeProcess, "kept in "+target.Str()+" at "+place(target), true, target)
	case VExternal, VResult:
		if library.ShortLivedOwner(v.Name) {
			return lives(ScopeEvent, "an attribute of "+v.Name, true, target)
		}
		if library.LongLivedOwner(v.Name) {
			return lives(ScopeProcess, "kept by "+v.Name+" at "+place(target), true, target)
		}
	}
	return nil
}

// ownerLife is the life of the object on which an attribute is set: in a constructor, of the one that is being made.
func (t *escape) ownerLife(target Site, c *Class) heldLife {
	if k := t.built; k.class != nil && t.p.IsA(k.class, c) && target.Kind() == python.Attr && t.p.selfClass(target.Child(python.RValue)) != nil {
		return t.p.ask.made.of(k)
	}
	return t.p.ask.lives.of(c)
}

// constructed is the life that the constructor of a class gives to what it is passed where an instance is made.
func (t *escape) constructed(s, call Site, c *Class, init Site) *Life {
	outer := t.built
	t.built = madeAt{call, c}
	l := t.parameter(s, call, init)
	t.built = outer
	return l
}

// lose notes that nothing is known from here on.
func (t *escape) lose(why string, at Site) *Life {
	l := lives(ScopeUnknown, why, false, at)
	if t.lost == nil {
		t.lost = l
	}
	return l
}

// element reads `container[k] = object` and `container.append(object)`: as long as the container, unless it is taken out.
func (t *escape) element(container Site) *Life {
	for _, v := range t.p.Eval(container) {
		switch {
		case v.Kind == VContainer && strings.HasPrefix(v.Name, "weakref."):
			return nil
		case (v.Kind == VResult || v.Kind == VExternal) && library.LongLivedOwner(v.Name):
			return lives(ScopeProcess, "kept by "+v.Name+" at "+place(container), true, container)
		}
	}
	switch container.Kind() {
	case python.Name:
		return t.whileHeld(container, t.variable(container))
	case python.Attr:
		if l := t.sharedContainer(container); l != nil {
			return l
		}
		return t.whileHeld(container, t.attribute(container))
	case python.Subscript:
		inner := container.Child(python.RValue)
		return t.whileHeld(inner, t.element(inner))
	}
	return nil
}

// sharedContainer reads self.cache[k] = object where cache is made in the class body and all instances share it.
func (t *escape) sharedContainer(container Site) *Life {
	for _, v := range t.p.Eval(container.Child(python.RValue)) {
		if v.Kind != VInstance || t.p.copiesDefaults(v.Class) {
			continue
		}
		for _, a := range t.p.mroOf(v.Class) {
			if b := t.p.ownMember(a, container.Str()); b.Valid() && len(t.p.allocs(assigned(b))) > 0 && len(t.p.selfBinds(a, container.Str())) == 0 {
				return lives(ScopeProcess, "kept in the class attribute "+a.Name+"."+container.Str()+" at "+place(container), true, container)
			}
		}
	}
	return nil
}

func (t *escape) passed(s, call Site) *Life {
	if call.Kind() != python.Call {
		return nil
	}
	fn := call.Child(python.RFunc)
	name := fn.Str()
	var best *Life
	seen := false
	for _, v := range t.p.Eval(fn) {
		switch v.Kind {
		case VFunc:
			seen = true
			best = longer(best, t.parameter(s, call, v.Site))
		case VClass:
			if def := t.p.Method(v.Class, "__init__"); def.Valid() {
				seen = true
				best = longer(best, t.constructed(s, call, v.Class, def))
			} else if t.p.copiesDefaults(v.Class) {
				seen = true
				best = longer(best, t.p.ClassLife(v.Class))
			}
		case VExternal:
			seen = seen || library.Pure[v.Name]
		}
	}
	if library.BodyReaders[name] {
		t.body = lives(ScopeEvent, "takes the body of one response, handed to "+name+" at "+place(call), true, call)
	}
	switch {
	case untilExit(call), t.p.takenOff(t.class, name):
		return best
	case library.Keeper(name):
		return longer(best, lives(ScopeProcess, "handed to "+name+" at "+place(call), true, call))
	case t.isMethod(s) && library.Starters[name]:
		return longer(best, t.runs(call, s.Str()))
	case t.isMethod(s) && (library.CalledOnce[name] || library.TakesBack(name)):
		return best // whoever has the result lets go; who takes a method away does not keep it
	case t.isMethod(s) && library.Registrars[name].Per != "":
		return longer(best, t.registered(name, s, call))
	case seen:
		return best
	case name == "partial" || name == "list" || name == "tuple" || name == "cast":
		return t.life(call)
	case fn.Kind() == python.Attr && library.EffectOf("", name) == library.Grows:
		return longer(best, t.element(fn.Child(python.RValue)))
	case library.KeepsNothing[name] || library.Starters[name]:
		return best
	}
	t.lose("handed at "+place(call)+" to code that cannot be seen", call)
	return best
}

// untilExit reports whether a place stands in the method that a with statement calls first, of a class with one that it calls last: what is
// registered there is taken away there.
func untilExit(call Site) bool {
	fn := call.M.F
	for n := call.N; n > 0; n = fn.Up(n) {
		if fn.Kind(n) == python.FuncDef {
			name := fn.Str(n)
			return (name == "__enter__" || name == "__aenter__") && library.Unregisters(call.Child(python.RFunc).Str())
		}
	}
	return false
}

// isMethod reports whether an expression is a bound method of the object.
func (t *escape) isMethod(s Site) bool {
	return s.Kind() == python.Attr && t.class != nil && t.p.Method(t.class, s.Str()).Valid()
}

// registered is the life of an object one of whose methods is registered: what calls the method holds the object, unless the method is taken away again.
func (t *escape) registered(name string, method, call Site) *Life {
	if r := t.p.RepeatAt(call); r == nil || r.Kind == RunsAgain || r.Kind == RunsInTests || call.M.Profile == Command || t.p.takenBack(method) {
		return nil
	}
	return lives(ScopeProcess, "one of its methods is registered with "+name+" at "+place(call), true, call)
}

func (t *escape) parameter(s, call, def Site) *Life {
	param := t.p.paramFor(call, s, def)
	if !param.Valid() {
		return nil
	}
	var best *Life
	for _, m := range t.p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str()) {
		if !def.M.F.IsTarget(m.N) {
			best = longer(best, t.inCallee(m.Site))
		}
	}
	return best
}

// inCallee is the life that a function gives to what it is passed: where it only uses it, none.
func (t *escape) inCallee(m Site) *Life {
	switch m.Up().Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr, python.Call, python.Keyword, python.Return, python.Yield, python.Await, python.IfExp, python.BoolOp, python.Tuple, python.List, python.Dict, python.Set, python.Star, python.Attr:
		return t.life(m)
	}
	return nil
}

func (t *escape) returned(s Site) *Life {
	def := t.p.Function(s)
	if def.Kind() != python.FuncDef || def.Str() == "__enter__" || def.Str() == "__aenter__" { // with statements are followed where they stand
		return nil
	}
	if l := t.remembered(def); l != nil {
		return l
	}
	if t.p.hasDecorator(def, "decorator") {
		return nil // @decorator def d(f, *args): the wrapper itself, which hands back what the call gave
	}
	if t.p.usedAsDecorator(def) || def.Str() == "decorator" && t.p.nested(def) {
		return &Life{Scope: ScopeProcess, Why: "what a decorator puts in place of a function lives as long as its module or class", Proven: t.p.usedAsDecorator(def), At: s}
	}
	var best *Life
	called := false
	for _, c := range t.p.Callers(def) {
		if !c.Value {
			called = true
			best = longer(best, t.life(c.At))
		}
	}
	if r := t.p.RepeatOf(def); !called && r != nil && r.Kind == RunsAgain {
		return longer(best, lives(ScopeEvent, "made for each "+r.Per+" by "+def.Str()+"()", true, s))
	}
	if !called {
		return t.lose("returned by "+def.Str()+"() at "+place(s)+" to callers that cannot be seen", s)
	}
	return best
}

// remembered is the life of what a cached function returns: made once where nothing tells two calls apart.
func (t *escape) remembered(def Site) *Life {
	c := t.p.Enclosing(def)
	if c != nil && t.p.hasDecorator(def, "cached_property") {
		return t.attributeOfValue(def, Value{Kind: VInstance, Class: c})
	}
	if !t.p.hasDecorator(def, "lru_cache", "cache", "cached", "singleton", "alru_cache", "memoize", "once") {
		return nil
	}
	if len(def.M.F.All(def.N, python.RParam)) > 0 {
		return t.lose("kept in the cache of "+def.Str()+"(), as long as that keeps it", def)
	}
	return lives(ScopeProcess, def.Str()+"() is cached: it is made once", true, def)
}

// entered reads `with object as x`.
func (t *escape) entered(item Site) *Life {
	best := t.local(item)
	if target := item.Child(python.RTarget); target.Kind() == python.Name {
		best = longer(best, t.variable(target))
	}
	return best
}

// attributeOf reads `object.name`: a method that is called, one that is handed over as a value, or an attribute that says nothing.
func (t *escape) attributeOf(attr Site) *Life {
	call := attr.Up()
	if call.Kind() != python.Call || attr.Role() != python.RFunc {
		if t.isMethod(attr) && !attr.M.F.IsTarget(attr.N) {
			return t.life(attr)
		}
		return nil
	}
	if l := t.runs(call, attr.Str()); l != nil {
		return l
	}
	if t.fluent(call) {
		return t.life(call)
	}
	if t.isMethod(attr) {
		if def := t.p.Method(t.class, attr.Str()); def.Kind() == python.FuncDef {
			return t.keptBy(def)
		}
	}
	return nil
}

// fluent reports whether a method returns the object itself.
func (t *escape) fluent(call Site) bool {
	for _, v := range t.p.Eval(call) {
		if v.Kind == VInstance && (t.class == nil || t.p.Related(v.Class, t.class)) {
			return true
		}
	}
	return false
}
