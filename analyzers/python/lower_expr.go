package python

import (
	"bytes"
	"strings"
)

func (l *lowering) opAt(i int) Op {
	if s := l.in[i].symbol; int(s) < len(l.syms.op) {
		return l.syms.op[s]
	}
	return NoOp
}

// exprKinds are the expressions whose children are all lowered in one role.
var exprKinds = map[tsKind]struct {
	kind Kind
	role Role
}{
	tsTuple: {Tuple, RElt}, tsExprList: {Tuple, RElt}, tsList: {List, RElt}, tsSet: {Set, RElt}, tsSlice: {Slice, RIndex},
	tsAwait: {Await, RValue}, tsStar: {Star, RValue}, tsDoubleStar: {DoubleStar, RValue}, tsNot: {Not, RValue},
	tsUnary: {Unary, RValue}, tsChevron: {Star, RValue}, tsUnionType: {BinOp, RValue},
	tsTrue: {True, 0}, tsFalse: {False, 0}, tsNone: {NoneLit, 0}, tsEllipsis: {Ellipsis, 0},
}

// expr writes one expression in a role. A missing one (-1) writes nothing.
func (l *lowering) expr(i int, r Role) {
	if i < 0 || l.unsplat(i, r) {
		return
	}
	if i == l.typeCall {
		l.callOfType(i, r)
		return
	}
	k := l.kind(i)
	if plain, ok := exprKinds[k]; ok {
		l.node(plain.kind, r, i, func() {
			l.each(i, func(c int) {
				if l.kind(c) != tsOther || l.in[c].size() > 1 {
					l.expr(c, plain.role)
				}
			})
		})
		return
	}
	switch k {
	case tsIdentifier:
		l.leaf(Name, r, i, l.name(i))
	case tsDotted:
		l.dottedExpr(i, r)
	case tsInteger, tsFloat:
		l.leaf(Num, r, i, l.text(i))
	case tsParenthesized, tsType, tsConcatenated:
		l.through(i, r)
	case tsString:
		l.str(i, r)
	case tsAttribute:
		l.attribute(i, r)
	case tsSubscript, tsGenericType:
		l.subscript(i, r)
	case tsCall:
		l.call(i, r)
	case tsKeyword:
		l.keyword(i, r)
	case tsDict:
		l.node(Dict, r, i, func() { l.each(i, l.dictItem) })
	case tsBool, tsBinary, tsCompare:
		l.operation(i, r, k)
	case tsLambda:
		l.node(Lambda, r, i, func() {
			l.params(l.field(i, fParameters))
			l.expr(l.field(i, fBody), RBody)
		})
	case tsConditional:
		l.conditional(i, r)
	case tsYield:
		l.yield(i, r)
	case tsNamedExpr:
		l.node(NamedExpr, r, i, func() {
			l.expr(l.field(i, fName), RTarget)
			l.expr(l.field(i, fValue), RValue)
		})
	case tsListComp, tsSetComp, tsGenExp, tsDictComp:
		l.comprehension(i, r, k)
	case tsAsPattern:
		l.asPattern(i, r)
	case tsAssignment:
		l.assignment(i)
	case tsMemberType:
		l.each(i, func(c int) { l.expr(c, r) })
	default:
		l.unknown(i, r)
	}
}

func (l *lowering) keyword(i int, r Role) {
	n := l.node(Keyword, r, i, func() { l.expr(l.field(i, fValue), RValue) })
	if name := l.field(i, fName); name >= 0 {
		l.out[n].name = l.intern(l.name(name))
	}
}

// unknown keeps what could be read inside a region that has no form of its own.
func (l *lowering) unknown(i int, r Role) {
	l.node(Unknown, r, i, func() { l.each(i, func(c int) { l.expr(c, RValue) }) })
}

// through lowers what parentheses, type nodes and adjacent strings enclose: the node itself means nothing.
func (l *lowering) through(i int, r Role) {
	var inner []int
	l.each(i, func(c int) { inner = append(inner, c) })
	if len(inner) == 1 {
		l.expr(inner[0], r)
		return
	}
	if l.kind(i) == tsConcatenated {
		l.node(FString, r, i, func() {
			for _, c := range inner {
				l.each(c, l.interpolation)
			}
		})
		return
	}
	l.node(Unknown, r, i, func() {
		for _, c := range inner {
			l.expr(c, RValue)
		}
	})
}

// dottedExpr writes a.b.c as attributes of a name.
func (l *lowering) dottedExpr(i int, r Role) {
	parts := strings.Split(dotted(l.name(i)), ".")
	var write func(n int, r Role)
	write = func(n int, r Role) {
		if n == 0 {
			l.leaf(Name, r, i, parts[0])
			return
		}
		at := l.node(Attr, r, i, func() { write(n-1, RValue) })
		l.out[at].name = l.intern(parts[n])
	}
	write(len(parts)-1, r)
}

func (l *lowering) attribute(i int, r Role) {
	name := l.field(i, fAttribute)
	n := l.node(Attr, r, i, func() { l.expr(l.field(i, fObject), RValue) })
	if name >= 0 {
		l.out[n].name = l.intern(l.name(name))
	}
}

// subscript writes x[i]; several indices become a tuple, as in Python.
func (l *lowering) subscript(i int, r Role) {
	var parts []int
	l.each(i, func(c int) {
		if l.kind(c) == tsTypeParameter {
			l.each(c, func(p int) { parts = append(parts, p) })
			return
		}
		parts = append(parts, c)
	})
	if len(parts) == 0 {
		return
	}
	l.node(Subscript, r, i, func() {
		l.expr(parts[0], RValue)
		if len(parts) == 2 {
			l.expr(parts[1], RIndex)
			return
		}
		l.node(Tuple, RIndex, i, func() {
			for _, p := range parts[1:] {
				l.expr(p, RElt)
			}
		})
	})
}

func (l *lowering) call(i int, r Role) {
	args := l.field(i, fArguments)
	l.node(Call, r, i, func() {
		l.expr(l.field(i, fFunction), RFunc)
		if args < 0 {
			return
		}
		if l.kind(args) == tsGenExp {
			l.expr(args, RArg)
			return
		}
		l.each(args, func(c int) { l.expr(c, RArg) })
	})
}

func (l *lowering) dictItem(i int) {
	if l.kind(i) != tsPair {
		l.expr(i, RElt)
		return
	}
	l.expr(l.field(i, fKey), RKey)
	l.expr(l.field(i, fValue), RValue)
}

// operation writes and/or, arithmetic and comparisons; the operator is the first one.
func (l *lowering) operation(i int, r Role, k tsKind) {
	kind := map[tsKind]Kind{tsBool: BoolOp, tsBinary: BinOp, tsCompare: Compare}[k]
	op := NoOp
	n := l.node(kind, r, i, func() {
		l.each(i, func(c int) {
			if f := l.fieldOf(c); f == fOperator || f == fOperators {
				if op == NoOp {
					op = l.opAt(c)
				}
				return
			}
			l.expr(c, RValue)
		})
	})
	if op == NoOp {
		op = OpOther
	}
	l.out[n].op = op
}

func (l *lowering) conditional(i int, r Role) {
	roles := []Role{RBody, RTest, ROrelse}
	l.node(IfExp, r, i, func() {
		at := 0
		l.each(i, func(c int) {
			if at < len(roles) {
				l.expr(c, roles[at])
			}
			at++
		})
	})
}

func (l *lowering) yield(i int, r Role) {
	n := l.node(Yield, r, i, func() {
		l.each(i, func(c int) {
			if l.kind(c) != tsFrom {
				l.expr(c, RValue)
			}
		})
	})
	if l.has(i, tsFrom) {
		l.out[n].op = YieldFrom
	}
}

func (l *lowering) comprehension(i int, r Role, k tsKind) {
	kind := map[tsKind]Kind{tsListComp: ListComp, tsSetComp: SetComp, tsGenExp: GenExp, tsDictComp: DictComp}[k]
	l.node(kind, r, i, func() {
		body := l.field(i, fBody)
		if body >= 0 && l.kind(body) == tsPair {
			l.dictItem(body)
		} else {
			l.expr(body, RElt)
		}
		l.each(i, func(c int) {
			switch l.kind(c) {
			case tsForIn:
				l.forIn(c)
			case tsIfClause:
				l.node(CompIf, NoRole, c, func() { l.each(c, func(e int) { l.expr(e, RTest) }) })
			}
		})
	})
}

func (l *lowering) forIn(i int) {
	n := l.node(CompFor, NoRole, i, func() {
		l.expr(l.field(i, fLeft), RTarget)
		var rights []int
		l.each(i, func(c int) {
			if l.fieldOf(c) == fRight {
				rights = append(rights, c)
			}
		})
		if len(rights) == 1 {
			l.expr(rights[0], RIter)
			return
		}
		l.node(Tuple, RIter, i, func() {
			for _, c := range rights {
				l.expr(c, RElt)
			}
		})
	})
	l.async(n, i)
}

// str writes a string constant, or an f-string with what it interpolates. A b-string is a Str too.
func (l *lowering) str(i int, r Role) {
	if l.has(i, tsInterpolation) {
		n := l.node(FString, r, i, func() { l.each(i, l.interpolation) })
		l.out[n].name = l.intern(l.literal(i))
		return
	}
	l.leaf(Str, r, i, l.literal(i))
}

// literal returns the constant parts of a string, cut at maxText.
func (l *lowering) literal(i int) string {
	var b bytes.Buffer
	l.each(i, func(c int) {
		if l.kind(c) == tsStringContent && b.Len() < maxText {
			text := l.src[l.in[c].start:l.in[c].end]
			b.Write(text[:min(len(text), maxText-b.Len())])
		}
	})
	return b.String()
}

func (l *lowering) interpolation(c int) {
	if k := l.kind(c); k != tsInterpolation && k != tsFormatExpression {
		return
	}
	l.each(c, func(e int) {
		switch l.fieldOf(e) {
		case fExpression:
			l.expr(e, RElt)
		case fFormatSpecifier: // {value:{width}}
			l.each(e, l.interpolation)
		}
	})
}

// params writes the parameters of a function or lambda, with their annotations and defaults.
func (l *lowering) params(i int) {
	if i < 0 {
		return
	}
	keywordOnly := false
	l.each(i, func(c int) {
		switch l.kind(c) {
		case tsKwSeparator:
			keywordOnly = true
			return
		case tsPosSeparator:
			return
		}
		star := l.param(c)
		if keywordOnly {
			l.out[star].op |= KwOnly
		}
		keywordOnly = keywordOnly || l.out[star].op&ArgsStar != 0
	})
}

func (l *lowering) param(i int) ID {
	name, def, typ := i, -1, -1
	switch l.kind(i) {
	case tsDefaultParam, tsTypedDefault:
		name, def, typ = l.field(i, fName), l.field(i, fValue), l.field(i, fType)
	case tsTypedParam:
		typ = l.field(i, fType)
		l.each(i, func(c int) {
			if c != typ {
				name = c
			}
		})
	}
	flags := NoOp
	if name >= 0 && (l.kind(name) == tsStar || l.kind(name) == tsDoubleStar) {
		flags = ArgsStar
		if l.kind(name) == tsDoubleStar {
			flags = KwStar
		}
		l.each(name, func(c int) { name = c })
	}
	n := l.node(Param, RParam, i, func() {
		l.expr(typ, RAnnotation)
		l.expr(def, RDefault)
	})
	if name >= 0 {
		l.out[n].name = l.intern(l.name(name))
	}
	l.out[n].op = flags
	return n
}
