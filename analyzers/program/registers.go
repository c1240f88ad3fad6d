package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// registers reports whether what is put in is a parameter that the function also returns (a decorator), or a function or class passed in.
func (p *Program) registers(u Use) bool {
	for i, s := range []Site{unwrapped(u.Value), u.Key} {
		if s.Kind() != python.Name {
			continue
		}
		returned := i == 0 && s == u.Value || u.Value == u.Key // a key that is handed back is a name for what was put in
		x := s.M.X
		id := s.M.F.Name(s.N)
		scope := x.Resolve(x.ScopeOf(s.N), id)
		if scope <= 0 {
			continue
		}
		for _, b := range x.Binds(scope, id) {
			bind := Site{s.M, b}
			if bind.Kind() == python.Param && (!callableName(s.Str()) || isConstructor(bind.Up())) && isFirstParam(bind) && p.Enclosing(bind.Up()) != nil {
				continue // self: an object that puts itself in is no registration of code; nor is what __new__ makes of cls
			}
			if bind.Kind() == python.Param && (callableName(s.Str()) || returned && p.entryPoint(bind.Up()) == nil && p.returnsName(bind.Up(), s.Str()) || callableAnnotation(bind)) {
				return true
			}
			if bind.Kind() == python.FuncDef && p.returnsName(p.Function(bind), s.Str()) {
				return true
			}
		}
	}
	return false
}

// unwrapped returns the callable in an expression that carries one along: (name, handler), partial(handler, …), Entry(func, args).
func unwrapped(s Site) Site {
	role := python.RElt
	switch s.Kind() {
	case python.Call:
		role = python.RArg
	case python.Tuple, python.List:
	default:
		return s
	}
	for _, n := range s.M.F.All(s.N, role) {
		part := Site{s.M, n}
		if part.Kind() == python.Keyword {
			part = part.Child(python.RValue)
		}
		if part.Kind() == python.Name && callableName(part.Str()) {
			return part
		}
	}
	return s
}

func callableAnnotation(param Site) bool {
	a := param.Child(python.RAnnotation)
	if a.Kind() == python.Subscript {
		a = a.Child(python.RValue)
	}
	s := a.Str()
	return s == "Callable" || s == "Type" || s == "type" || strings.HasSuffix(s, "Callback") || strings.HasSuffix(s, "Handler") || strings.HasSuffix(s, "Listener")
}

// registryWords are what an application is put together from, in the plural: a list of them is filled while it is put together.
var registryWords = map[string]bool{
	"listeners": true, "handlers": true, "hooks": true, "callbacks": true, "middleware": true, "middlewares": true, "routes": true, "routers": true, "plugins": true,
	"blueprints": true, "extensions": true, "providers": true, "processors": true, "observers": true, "validators": true, "converters": true, "columns": true,
	"commands": true, "subcommands": true, "factories": true, "filters": true,
}

// collectionWords say what holds them: middleware_list.
var collectionWords = map[string]bool{"list": true, "map": true, "dict": true, "set": true, "stack": true, "chain": true}

// registry reports whether a holder's name says that it keeps what an application is put together from.
func registry(name string) bool {
	words := library.Words(name)
	if n := len(words); n > 1 && collectionWords[words[n-1]] {
		words = words[:n-1]
	}
	return len(words) > 0 && registryWords[words[len(words)-1]]
}

var callableWords = map[string]bool{
	"func": true, "fn": true, "function": true, "callback": true, "cb": true, "handler": true, "listener": true, "hook": true, "cls": true, "klass": true, "factory": true, "view": true, "plugin": true, "provider": true, "validator": true, "middleware": true, "receiver": true, "observer": true, "filter": true, "processor": true, "method": true,
}

func callableName(name string) bool {
	words := library.Words(name)
	return len(words) > 0 && callableWords[words[len(words)-1]]
}
