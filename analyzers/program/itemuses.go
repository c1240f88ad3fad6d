package program

import "github.com/growlint/growlint/analyzers/python"

// itemMethod are the methods that a subscript calls.
var itemMethod = map[string]bool{"__getitem__": true, "__setitem__": true, "__delitem__": true}

// itemUses returns the subscripts that call an item method of a class: on the variables and attributes that its constructions are bound to.
func (p *Program) itemUses(class *Class, method string) []Call {
	var out []Call
	seen := map[string]bool{}
	for _, c := range p.Constructions(class) {
		for _, target := range boundTo(c) {
			name := target.Str()
			if seen[name] {
				continue
			}
			seen[name] = true
			for _, r := range p.ask.mentioned.of(name) {
				if item := r.at.Up(); item.Kind() == python.Subscript && r.at.Role() == python.RValue && itemCall(item) == method && p.isInstance(r.at, class) {
					out = append(out, Call{At: item})
				}
			}
		}
	}
	return out
}

// itemCall is the method that a subscript calls.
func itemCall(item Site) string {
	switch {
	case item.Up().Kind() == python.Delete:
		return "__delitem__"
	case item.M.F.IsTarget(item.N):
		return "__setitem__"
	}
	return "__getitem__"
}

func (p *Program) isInstance(s Site, class *Class) bool {
	for _, v := range p.Eval(s) {
		if v.Kind == VInstance && p.IsA(v.Class, class) {
			return true
		}
	}
	return false
}

// itemArgument returns what a subscript passes for the parameter at an index of the method that it calls: the key behind self, then the value.
func itemArgument(item Site, index int) Site {
	switch index {
	case 1:
		return item.Child(python.RIndex)
	case 2:
		return assigned(item)
	}
	return Site{}
}
