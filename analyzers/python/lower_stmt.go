package python

import "strings"

// statement writes one statement.
func (l *lowering) statement(i int) {
	if l.simple(i) {
		return
	}
	switch l.kind(i) {
	case tsIf:
		l.ifStatement(i, i, NoRole)
	case tsWhile:
		l.node(While, NoRole, i, func() {
			l.expr(l.field(i, fCondition), RTest)
			l.block(l.field(i, fBody), RBody)
			l.elseOf(i)
		})
	case tsFor:
		n := l.node(For, NoRole, i, func() {
			l.expr(l.field(i, fLeft), RTarget)
			l.expr(l.field(i, fRight), RIter)
			l.block(l.field(i, fBody), RBody)
			l.elseOf(i)
		})
		l.async(n, i)
	case tsTry:
		l.tryStatement(i)
	case tsWith:
		l.withStatement(i)
	case tsMatch:
		l.matchStatement(i)
	case tsFunction:
		l.function(i, i, nil)
	case tsClass:
		l.class(i, i, nil)
	case tsDecorated:
		l.decorated(i)
	case tsBlock:
		l.each(i, l.statement)
	case tsError:
		l.node(Unknown, NoRole, i, func() { l.each(i, l.statement) })
	default:
		if l.in[i].size() > 1 || l.kind(i) == tsIdentifier {
			l.node(ExprStmt, NoRole, i, func() { l.expr(i, RValue) })
		}
	}
}

// simple writes the statements without blocks; it reports whether i is one.
func (l *lowering) simple(i int) bool {
	switch l.kind(i) {
	case tsExprStmt:
		l.each(i, l.expressionStatement)
	case tsAssignment, tsAugmented:
		l.expressionStatement(i)
	case tsReturn:
		l.node(Return, NoRole, i, func() { l.each(i, func(c int) { l.expr(c, RValue) }) })
	case tsDelete:
		l.node(Delete, NoRole, i, func() { l.each(i, l.targets) })
	case tsRaise:
		l.raiseStatement(i)
	case tsPass:
		l.node(Pass, NoRole, i, nil)
	case tsBreak:
		l.node(Break, NoRole, i, nil)
	case tsContinue:
		l.node(Continue, NoRole, i, nil)
	case tsImport:
		l.node(Import, NoRole, i, func() { l.each(i, l.alias) })
	case tsImportFrom, tsFuture:
		l.importFrom(i)
	case tsGlobal:
		l.node(Global, NoRole, i, func() { l.each(i, l.targets) })
	case tsNonlocal:
		l.node(Nonlocal, NoRole, i, func() { l.each(i, l.targets) })
	case tsAssert:
		l.assertStatement(i)
	case tsTypeAlias:
		l.typeStatement(i)
	case tsPrint, tsExec:
		l.node(ExprStmt, NoRole, i, func() { l.printCall(i) })
	default:
		return false
	}
	return true
}

// printCall reads Python 2's print and exec statements as calls.
func (l *lowering) printCall(i int) {
	name := "print"
	if l.kind(i) == tsExec {
		name = "exec"
	}
	l.node(Call, RValue, i, func() {
		l.leaf(Name, RFunc, i, name)
		l.each(i, func(c int) {
			if l.fieldOf(c) == fArgument || l.fieldOf(c) == fCode || l.kind(c) == tsChevron {
				l.expr(c, RArg)
			}
		})
	})
}

func (l *lowering) expressionStatement(i int) {
	switch l.kind(i) {
	case tsAssignment:
		l.assignment(i)
	case tsAugmented:
		n := l.node(AugAssign, NoRole, i, func() {
			l.expr(l.field(i, fLeft), RTarget)
			l.expr(l.field(i, fRight), RValue)
		})
		if op := l.field(i, fOperator); op >= 0 {
			l.out[n].op = l.opAt(op)
			if l.out[n].op == NoOp {
				l.out[n].op = OpOther
			}
		}
	case tsString, tsConcatenated: // a docstring
	default:
		l.node(ExprStmt, NoRole, i, func() { l.expr(i, RValue) })
	}
}

// assignment writes `a = b = v` as one Assign with two targets, and `a: T = v` as AnnAssign.
func (l *lowering) assignment(i int) {
	if typ := l.field(i, fType); typ >= 0 {
		l.node(AnnAssign, NoRole, i, func() {
			l.expr(l.field(i, fLeft), RTarget)
			l.expr(typ, RAnnotation)
			l.expr(l.field(i, fRight), RValue)
		})
		return
	}
	l.node(Assign, NoRole, i, func() {
		at := i
		for {
			l.expr(l.field(at, fLeft), RTarget)
			right := l.field(at, fRight)
			if right < 0 || l.kind(right) != tsAssignment {
				l.expr(right, RValue)
				return
			}
			at = right
		}
	})
}

// targets writes the targets of del, global and nonlocal one by one.
func (l *lowering) targets(i int) {
	switch l.kind(i) {
	case tsExprList, tsTuple, tsList, tsParenthesized:
		l.each(i, l.targets)
	default:
		l.expr(i, RTarget)
	}
}

func (l *lowering) raiseStatement(i int) {
	cause := l.field(i, fCause)
	l.node(Raise, NoRole, i, func() {
		l.each(i, func(c int) {
			switch {
			case c == cause:
				l.expr(c, RCause)
			case l.kind(c) != tsFrom:
				l.expr(c, RValue)
			}
		})
	})
}

func (l *lowering) assertStatement(i int) {
	first := true
	l.node(Assert, NoRole, i, func() {
		l.each(i, func(c int) {
			if first {
				l.expr(c, RTest)
			} else {
				l.expr(c, RValue)
			}
			first = false
		})
	})
}

func (l *lowering) alias(i int) {
	switch l.kind(i) {
	case tsAliased:
		name, as := l.field(i, fName), l.field(i, fAlias)
		n := l.node(Alias, NoRole, i, func() {
			if as >= 0 {
				l.leaf(Name, RTarget, as, l.name(as))
			}
		})
		if name >= 0 {
			l.out[n].name = l.intern(dotted(l.name(name)))
		}
	case tsDotted, tsIdentifier:
		name := dotted(l.name(i))
		l.leaf(Alias, NoRole, i, name)
		first, _, _ := strings.Cut(name, ".")
		l.intern(first) // what `import a.b` binds
	}
}

// dotted removes white space and line continuations from a dotted name.
func dotted(s string) string {
	if !strings.ContainsAny(s, " \t\\\r\n") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\\\r\n", r) {
			return -1
		}
		return r
	}, s)
}

func (l *lowering) importFrom(i int) {
	module := "__future__"
	m := l.field(i, fModuleName)
	if m >= 0 {
		module = dotted(l.name(m))
	}
	n := l.node(ImportFrom, NoRole, i, func() {
		l.each(i, func(c int) {
			if c != m {
				l.alias(c)
			}
		})
	})
	l.out[n].name = l.intern(module)
}

// ifStatement writes an if; its elif clauses become ifs inside Orelse, as Python reads them. clause is the if or elif
// whose condition and body are meant, i the statement that holds the clauses that follow.
func (l *lowering) ifStatement(i, clause int, r Role) {
	l.node(If, r, clause, func() {
		l.expr(l.field(clause, fCondition), RTest)
		l.block(l.field(clause, fConsequence), RBody)
		next := l.nextClause(i, clause)
		if next < 0 {
			return
		}
		if l.kind(next) == tsElif {
			l.node(Block, ROrelse, next, func() { l.ifStatement(i, next, NoRole) })
			return
		}
		l.block(l.field(next, fBody), ROrelse)
	})
}

// nextClause returns the elif or else of i after clause, or -1.
func (l *lowering) nextClause(i, clause int) int {
	for c, end := i+1, i+l.in[i].size(); c < end; c += l.in[c].size() {
		if k := l.kind(c); (c > clause || clause == i) && (k == tsElif || k == tsElse) {
			return c
		}
	}
	return -1
}

func (l *lowering) elseOf(i int) {
	if c := l.field(i, fAlternative); c >= 0 {
		l.block(l.field(c, fBody), ROrelse)
		return
	}
	l.each(i, func(c int) {
		if l.kind(c) == tsElse {
			l.block(l.field(c, fBody), ROrelse)
		}
	})
}

func (l *lowering) tryStatement(i int) {
	l.node(Try, NoRole, i, func() {
		l.block(l.field(i, fBody), RBody)
		l.each(i, func(c int) {
			switch l.kind(c) {
			case tsExcept:
				l.handler(c)
			case tsElse:
				l.block(l.field(c, fBody), ROrelse)
			case tsFinally:
				l.each(c, func(b int) { l.block(b, RFinal) })
			}
		})
	})
}

func (l *lowering) handler(i int) {
	l.node(Handler, RHandler, i, func() {
		first := true
		l.each(i, func(c int) {
			switch {
			case l.kind(c) == tsBlock:
				l.block(c, RBody)
			case l.kind(c) == tsAsPattern:
				l.asPattern(c, RType)
				first = false
			case first:
				l.expr(c, RType)
				first = false
			default: // Python 2: except E, e
				l.expr(c, RTarget)
			}
		})
	})
}

// asPattern writes `value as target` with the value in role r.
func (l *lowering) asPattern(i int, r Role) {
	l.each(i, func(c int) {
		if l.kind(c) != tsAsTarget {
			l.expr(c, r)
			return
		}
		l.each(c, func(t int) { l.expr(t, RTarget) })
	})
}

func (l *lowering) withStatement(i int) {
	n := l.node(With, NoRole, i, func() {
		l.each(i, func(c int) {
			if l.kind(c) == tsWithClause {
				l.each(c, l.withItem)
			}
		})
		l.block(l.field(i, fBody), RBody)
	})
	l.async(n, i)
}

func (l *lowering) withItem(i int) {
	v := l.field(i, fValue)
	if v < 0 {
		return
	}
	if l.kind(v) == tsTuple { // with (a as b, c): read by this grammar as one item, a tuple
		l.each(v, func(c int) { l.itemOf(c) })
		return
	}
	l.itemOf(v)
}

func (l *lowering) itemOf(v int) {
	l.node(Item, RItem, v, func() {
		if l.kind(v) == tsAsPattern {
			l.asPattern(v, RValue)
			return
		}
		l.expr(v, RValue)
	})
}

func (l *lowering) matchStatement(i int) {
	l.node(Match, NoRole, i, func() {
		l.each(i, func(c int) {
			switch {
			case l.fieldOf(c) == fSubject:
				l.expr(c, RSubject)
			case l.kind(c) == tsBlock:
				l.each(c, l.caseClause)
			}
		})
	})
}

func (l *lowering) caseClause(i int) {
	l.node(Case, RCase, i, func() {
		l.each(i, func(c int) {
			switch {
			case l.kind(c) == tsCasePattern:
				l.pattern(c, RPattern)
			case l.fieldOf(c) == fGuard:
				l.each(c, func(e int) { l.expr(e, RTest) })
			case l.fieldOf(c) == fConsequence:
				l.block(c, RBody)
			}
		})
	})
}

// pattern writes the names that a pattern binds, and the dotted names it compares with.
func (l *lowering) pattern(i int, r Role) {
	l.node(Pattern, r, i, func() { l.patternParts(i) })
}

func (l *lowering) patternParts(i int) { l.each(i, l.patternPart) }

func (l *lowering) patternPart(c int) {
	switch k := l.kind(c); {
	case k == tsDotted && strings.Contains(l.text(c), "."):
		l.dottedExpr(c, RValue)
	case k == tsDotted || k == tsIdentifier:
		if name := l.name(c); name != "_" {
			l.leaf(Name, RTarget, c, name)
		}
	case k == tsClassPattern: // the class is read, the names inside are bound
		l.patternRest(c, func(class int) { l.dottedExpr(class, RValue) })
	case k == tsKeywordPattern: // of b=c the c is bound
		l.patternRest(c, func(int) {})
	default:
		l.patternParts(c)
	}
}

// patternRest hands the first part of a pattern to first, and reads the others as patterns.
func (l *lowering) patternRest(i int, first func(int)) {
	seen := false
	l.each(i, func(c int) {
		if !seen {
			first(c)
			seen = true
			return
		}
		l.patternPart(c)
	})
}
