package program

import "github.com/growlint/growlint/analyzers/python"

// A ClassScope is how long the longest-lived instances of one class live, for those who doubt it.
type ClassScope struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Class  string `json:"class"` // qualified inside its file
	Scope  string `json:"scope"`
	Proven bool   `json:"proven"` // shown by the tree or a framework; otherwise suggested by a name or a habit
	Why    string `json:"why"`
	At     string `json:"at"` // file:line of the deciding place
}

// A FunctionScope is how often one function runs, for those who doubt it.
type FunctionScope struct {
	Path     string      `json:"path"`
	Line     int         `json:"line"`
	Function string      `json:"function"` // qualified inside its file
	Runs     string      `json:"runs"`
	Per      string      `json:"per,omitempty"` // what recurs: request, message, task, iteration
	Steps    []ScopeStep `json:"steps"`         // from the entry point to the function
}

// A ScopeStep is one function on the way from an entry point.
type ScopeStep struct {
	At  string `json:"at"` // file:line
	Why string `json:"why"`
}

var repeatNames = map[RepeatKind]string{
	RunsInTests: "in tests", RunsNever: "never", RunsInCommand: "in a command", RunsAtSetup: "at set-up", RunsAtShutdown: "at shutdown",
	RunsUnknown: "unknown", RunsAsAPI: "as API", RunsAsOperation: "as operation", RunsByName: "again by its name", RunsAgain: "again",
}

func (k RepeatKind) String() string { return repeatNames[k] }

// Scopes answers for every class and function outside test code, in order of place.
func (p *Program) Scopes() ([]ClassScope, []FunctionScope) {
	classes, functions := []ClassScope{}, []FunctionScope{}
	for _, m := range p.Modules {
		if m.Profile == Test {
			continue
		}
		for i := range m.X.Scopes {
			switch sc := &m.X.Scopes[i]; sc.Kind {
			case python.ClassDef:
				classes = append(classes, p.classScope(m.classes[sc.Node], m.X.Qual(int32(i))))
			case python.FuncDef:
				functions = append(functions, p.functionScope(Site{m, sc.Node}, m.X.Qual(int32(i))))
			}
		}
	}
	return classes, functions
}

func (p *Program) classScope(c *Class, qual string) ClassScope {
	out := ClassScope{Path: c.Site.M.Path, Line: c.Site.Line(), Class: qual, Scope: ScopeUnknown.String()}
	if l := p.ClassLife(c); l != nil {
		out.Scope, out.Proven, out.Why = l.Scope.String(), l.Proven, l.Why
		if l.At.Valid() {
			out.At = place(l.At)
		}
	}
	return out
}

func (p *Program) functionScope(def Site, qual string) FunctionScope {
	out := FunctionScope{Path: def.M.Path, Line: def.Line(), Function: qual, Runs: RunsUnknown.String(), Steps: []ScopeStep{}}
	r := p.RepeatOf(def)
	if r == nil {
		return out
	}
	out.Runs, out.Per = r.Kind.String(), r.Per
	for _, s := range r.Path {
		out.Steps = append(out.Steps, ScopeStep{place(s.At), s.Why})
	}
	return out
}
