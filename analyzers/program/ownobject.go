package program

import "github.com/growlint/growlint/analyzers/python"

// maxOwnCalls bounds how many methods of one object lie between the call on a fresh one and what fills it.
const maxOwnCalls = 4

// ownObject says why each call that fills a container of an object fills that of an object of its own: whoever calls the method has just made the object
// (`run = Run(); run.start()`), so that one is filled once, however often the code runs. "" where the object may be an old one.
func (p *Program) ownObject(h *Holder, u Use) string {
	if h.Kind != InstanceAttribute || u.ByName || u.Fn.Kind() != python.FuncDef || p.selfClass(receiver(u)) == nil || p.endlessLoop(u.At).Valid() {
		return ""
	}
	if at := p.madeByCallers(u.Fn, 0); at.Valid() {
		return "each call fills an object of its own, made at " + place(at)
	}
	return ""
}

// receiver is the object whose container a use fills: self of self.items.append(x).
func receiver(u Use) Site {
	f := u.At.M.F
	for n := u.At.N; n < u.At.N+f.Size(u.At.N); n++ {
		if f.Kind(n) == python.Attr {
			if base := (Site{u.At.M, f.Child(n, python.RValue)}); base.Kind() == python.Name {
				return base
			}
		}
	}
	return Site{}
}

// madeByCallers returns a place that makes the object on which a method is called, where each of its callers makes one for the call.
func (p *Program) madeByCallers(method Site, depth int) Site {
	made := Site{}
	if depth > maxOwnCalls || p.Enclosing(method) == nil || p.entryPoint(method) != nil {
		return Site{}
	}
	for _, c := range p.Callers(method) {
		if c.At.M.Profile == Test {
			continue
		}
		if made = p.madeForOneCall(c, depth); !made.Valid() {
			return Site{}
		}
	}
	return made
}

func (p *Program) madeForOneCall(c Call, depth int) Site {
	if c.Value || c.ByName || c.At.Kind() != python.Call {
		return Site{}
	}
	fn := p.Function(c.At)
	object := c.At.Child(python.RFunc).Child(python.RValue)
	if p.selfClass(object) != nil {
		if isConstructor(fn) {
			return fn
		}
		if p.endlessLoop(c.At).Valid() {
			return Site{}
		}
		return p.madeByCallers(fn, depth+1)
	}
	made := object
	if object.Kind() == python.Name {
		made = p.onceBound(object)
	}
	if made.Kind() != python.Call || p.Function(made) != fn || loopAround(made) != loopAround(c.At) {
		return Site{}
	}
	for _, v := range p.Eval(made.Child(python.RFunc)) {
		if v.Kind == VClass {
			return made
		}
	}
	return Site{}
}
