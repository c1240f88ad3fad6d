package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/python"
)

// A factsView is the layer `facts`.
type factsView struct {
	Files []fileFacts `json:"files"`
}

type fileFacts struct {
	Path string `json:"path"`
	*python.Description
}

func debugFacts(files []program.Source) debugView {
	v := factsView{Files: []fileFacts{}}
	for _, f := range files {
		v.Files = append(v.Files, fileFacts{f.Path, python.Describe(f.Index)})
	}
	return v
}

func (v factsView) text(w io.Writer) {
	for _, f := range v.Files {
		fmt.Fprintf(w, "%s\n", f.Path)
		for _, s := range f.Scopes {
			fmt.Fprintf(w, "  %d:%d: %s binds %s%s%s\n", s.Line, s.Column, strings.TrimSpace(s.Kind+" "+s.Name), orNothing(s.Binds), declared("global", s.Global), declared("nonlocal", s.Nonlocal))
		}
		for _, i := range f.Imports {
			fmt.Fprintf(w, "  %d:%d: %s\n", i.Line, i.Column, importText(i))
		}
		for _, c := range f.Calls {
			fmt.Fprintf(w, "  %d:%d: call %s, %d positional%s\n", c.Line, c.Column, c.Callee, c.Args, declared("keywords", c.Keywords))
		}
		mentions(w, "decorator", f.Decorators)
		mentions(w, "default of", f.Defaults)
		mentions(w, "new", f.Containers)
		mentions(w, "store", f.Stores)
		mentions(w, "delete", f.Deletes)
	}
}

func mentions(w io.Writer, word string, ms []python.Mention) {
	for _, m := range ms {
		of := ""
		if m.Of != "" {
			of = " in " + m.Of
		}
		fmt.Fprintf(w, "  %d:%d: %s %s%s\n", m.Line, m.Column, word, m.What, of)
	}
}

func importText(i python.ImportedName) string {
	s := "import " + i.Module
	if i.Name != "" {
		s = "from " + i.Module + " import " + i.Name
	}
	if i.As != "" {
		s += " as " + i.As
	}
	return s
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, " ")
}

func declared(word string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ", " + word + " " + strings.Join(names, " ")
}
