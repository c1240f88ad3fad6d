package python

func (l *lowering) async(n ID, i int) {
	if l.has(i, tsAsync) {
		l.out[n].op |= Async
	}
}

func (l *lowering) decorated(i int) {
	var decorators []int
	l.each(i, func(c int) {
		if l.kind(c) == tsDecorator {
			decorators = append(decorators, c)
		}
	})
	def := l.field(i, fDefinition)
	if def < 0 {
		return
	}
	if l.kind(def) == tsClass {
		l.class(def, i, decorators)
		return
	}
	l.function(def, i, decorators)
}

func (l *lowering) decorators(ds []int) {
	for _, d := range ds {
		l.each(d, func(e int) { l.expr(e, RDecorator) })
	}
}

// function writes a definition; its position is that of the name, its end that of the body.
func (l *lowering) function(i, _ int, decorators []int) {
	name := l.field(i, fName)
	n := l.node(FuncDef, NoRole, i, func() {
		l.decorators(decorators)
		l.typeParams(l.field(i, fTypeParameters))
		l.params(l.field(i, fParameters))
		l.expr(l.field(i, fReturnType), RAnnotation)
		l.block(l.field(i, fBody), RBody)
	})
	l.named(n, name)
	l.async(n, i)
}

func (l *lowering) named(n ID, name int) {
	if name >= 0 {
		l.out[n].name = l.intern(l.name(name))
		l.out[n].pos = l.in[name].start
	}
}

// typeParams writes the type parameters of `def f[T: bound, *Ts, **P]` (PEP 695).
func (l *lowering) typeParams(i int) {
	if i < 0 {
		return
	}
	l.each(i, func(c int) {
		name := c
		for l.kind(name) != tsIdentifier && name < c+l.in[c].size()-1 {
			name++
		}
		n := l.node(TypeParam, RTypeParam, c, func() {
			if l.kind(c+1) == tsConstrained {
				if _, bound := l.typeParts(c); bound >= 0 {
					l.expr(bound, RAnnotation)
				}
			}
		})
		if l.kind(name) == tsIdentifier {
			l.out[n].name = l.intern(l.name(name))
		}
	})
}

func (l *lowering) class(i, _ int, decorators []int) {
	name := l.field(i, fName)
	n := l.node(ClassDef, NoRole, i, func() {
		l.decorators(decorators)
		l.typeParams(l.field(i, fTypeParameters))
		if s := l.field(i, fSuperclasses); s >= 0 {
			l.each(s, func(b int) { l.expr(b, RBase) })
		}
		l.block(l.field(i, fBody), RBody)
	})
	l.named(n, name)
}
