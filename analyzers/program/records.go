package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxRecord bounds how many locals an element is followed through.
const maxRecord = 3

// recorded asks of what a use puts in, also where a list is extended through another name of it.
func (p *Program) recorded(u Use) bool {
	value := u.Value
	if !value.Valid() && u.At.Kind() == python.AugAssign {
		value = u.At.Child(python.RValue)
	}
	return p.isRecord(value, 0) || p.comesIn(value)
}

// isRecord reports whether an expression tells of something that happened, and is no object with a life of its own: text, a number, a dict or a tuple that
// is written there, an instance of a class of values, what the caller calls a record.
func (p *Program) isRecord(s Site, depth int) bool {
	if !s.Valid() || depth > maxRecord {
		return false
	}
	switch s.Kind() {
	case python.Str, python.FString, python.Num, python.Dict, python.Tuple, python.BinOp, python.DictComp:
		return true
	case python.List: // what extends by it
		return p.isRecord(s.Child(python.RElt), depth+1)
	case python.Await:
		return p.isRecord(s.Child(python.RValue), depth+1)
	case python.Call:
		if library.MakesRecord[s.Child(python.RFunc).Str()] {
			return true
		}
	case python.Name:
		if v := p.onceBound(s); v.Valid() && p.isRecord(v, depth+1) {
			return true
		}
		if library.RecordName(s.Str()) {
			return true
		}
	case python.Attr:
		if library.RecordName(s.Str()) || s.Str() == "__name__" {
			return true
		}
	}
	for _, v := range p.Eval(s) {
		if v.Kind == VInstance && p.isData(v.Class) || v.Kind == VConst {
			return true
		}
	}
	return false
}

// comesIn reports whether what is put in comes from outside with each event, and is no object that is made for it.
func (p *Program) comesIn(s Site) bool {
	if !s.Valid() {
		return false
	}
	k := p.DomainOf(s)
	return k.Domain >= DomainHinted && !k.Identity
}
