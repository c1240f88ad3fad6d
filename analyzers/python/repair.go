package python

// The grammar reads a few things otherwise than Python does. They are set right in the flat tree, before it is lowered.

// unsplat reads `*a.b()` in a list without brackets, which the grammar takes for `(*a).b()`: the star moves to the outside. It reports
// whether i was such an expression, which then is written.
func (l *lowering) unsplat(i int, r Role) bool {
	if l.src[l.in[i].start] != '*' {
		return false
	}
	switch l.kind(i) {
	case tsAttribute, tsSubscript, tsCall:
	default:
		return false
	}
	at := i
	for l.kind(at) != tsStar {
		if at++; at >= i+l.in[i].size() {
			return false
		}
	}
	inner := at + 1
	if l.in[at].size() < 2 {
		return false
	}
	n := l.open(Star, r, i)
	for j := i; j < inner; j++ {
		l.in[j].start = l.in[inner].start
	}
	l.in[at].symbol = l.syms.parenthesized
	l.expr(i, RValue)
	l.close(n)
	return true
}

// typeStatement writes `type X = …`, and `type(x).y = …`, which the grammar takes for the same although it assigns an attribute.
func (l *lowering) typeStatement(i int) {
	var parts []int
	l.each(i, func(c int) {
		if l.kind(c) == tsType {
			parts = append(parts, c)
		}
	})
	if len(parts) == 0 {
		l.node(TypeAlias, NoRole, i, nil)
		return
	}
	target, annotation := l.typeParts(parts[0])
	if k := l.kind(target); k != tsAttribute && k != tsSubscript {
		l.node(TypeAlias, NoRole, i, func() { l.typeName(target) })
		return
	}
	kind := Assign
	if annotation >= 0 {
		kind = AnnAssign
	}
	l.node(kind, NoRole, i, func() {
		l.typeCall = l.leftmost(target)
		for j := target; j <= l.typeCall; j++ {
			l.in[j].start = l.in[i].start
		}
		l.expr(target, RTarget)
		l.typeCall = -1
		l.expr(annotation, RAnnotation)
		if len(parts) > 1 {
			l.expr(parts[1], RValue)
		}
	})
}

// typeParts takes `(x).y: T` apart, as far as there is a T.
func (l *lowering) typeParts(i int) (target, annotation int) {
	inner := i + 1
	if l.kind(inner) != tsConstrained {
		return inner, -1
	}
	target, annotation = -1, -1
	l.each(inner, func(c int) {
		if target < 0 {
			target = c + 1
			return
		}
		annotation = c
	})
	return target, annotation
}

// leftmost returns the innermost object of a chain of attributes, subscripts and calls.
func (l *lowering) leftmost(i int) int {
	for k := l.kind(i); k == tsAttribute || k == tsSubscript || k == tsCall; k = l.kind(i) {
		i++
	}
	return i
}

// typeName writes the name that a type alias binds.
func (l *lowering) typeName(i int) {
	for l.kind(i) != tsIdentifier {
		if i++; i >= len(l.in) {
			return
		}
	}
	l.leaf(Name, RTarget, i, l.name(i))
}

// callOfType writes the call `type(…)` at the start of a statement that was taken for a type alias.
func (l *lowering) callOfType(i int, r Role) {
	l.node(Call, r, i, func() {
		f := l.leaf(Name, RFunc, i, "type")
		l.out[f].end = l.out[f].pos + 4
		l.each(i, func(c int) { l.expr(c, RArg) })
	})
}
