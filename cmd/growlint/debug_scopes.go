package main

import (
	"fmt"
	"io"

	"github.com/growlint/growlint/analyzers/program"
)

// scopesView is the layer of scopes: how long the instances of each class live, and how often each function runs again.
type scopesView struct {
	Classes   []program.ClassScope    `json:"classes"`
	Functions []program.FunctionScope `json:"functions"`
}

func debugScopes(p *program.Program, shown func(path string) bool) debugView {
	v := scopesView{Classes: []program.ClassScope{}, Functions: []program.FunctionScope{}}
	classes, functions := p.Scopes()
	for _, c := range classes {
		if shown(c.Path) {
			v.Classes = append(v.Classes, c)
		}
	}
	for _, f := range functions {
		if shown(f.Path) {
			v.Functions = append(v.Functions, f)
		}
	}
	return v
}

func (v scopesView) text(w io.Writer) {
	for _, c := range v.Classes {
		how := "suggested"
		if c.Proven {
			how = "proven"
		}
		fmt.Fprintf(w, "%s:%d class %s: %s (%s)\n", c.Path, c.Line, c.Class, c.Scope, how)
		fmt.Fprintf(w, "    %s [%s]\n", c.Why, c.At)
	}
	for _, f := range v.Functions {
		per := ""
		if f.Per != "" {
			per = ", per " + f.Per
		}
		fmt.Fprintf(w, "%s:%d def %s: runs %s%s\n", f.Path, f.Line, f.Function, f.Runs, per)
		for _, s := range f.Steps {
			fmt.Fprintf(w, "    %s: %s\n", s.At, s.Why)
		}
	}
}
