package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/growlint/growlint/analyzers/program"
)

// A footprintView is the layer `footprint`: what the answer about each holder that grows rests on.
type footprintView struct {
	Holders []holderFootprint `json:"holders"`
}

type holderFootprint struct {
	Symbol  string   `json:"symbol"`
	Path    string   `json:"path"`
	Line    int      `json:"line"`
	Files   []string `json:"files"`   // whose facts were read
	Names   []string `json:"names"`   // whose occurrences in the whole tree were asked for, found or not
	Imports []string `json:"imports"` // dotted paths that were looked for, found or not
	Tree    bool     `json:"tree"`    // whether the tree is one of an application was asked for
	Answers int      `json:"answers"` // how many answers lie in between
}

func debugFootprint(p *program.Program, shown func(path string) bool) debugView {
	v := footprintView{Holders: []holderFootprint{}}
	for _, h := range p.Holders() {
		if !shown(h.M.Path) || p.Examine(h) == nil {
			continue
		}
		f := p.FootprintOf(h)
		v.Holders = append(v.Holders, holderFootprint{h.Symbol, h.M.Path, h.Bind.Line(), orEmpty(f.Paths), orEmpty(f.Names), orEmpty(f.Imports), f.Tree, f.Answers})
	}
	return v
}

// orEmpty makes a list that readers of JSON can rely on.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (v footprintView) text(w io.Writer) {
	for _, h := range v.Holders {
		fmt.Fprintf(w, "%s:%d: %s rests on %d answers\n  files    %s\n  names    %s\n  imports  %s\n", h.Path, h.Line, h.Symbol, h.Answers,
			strings.Join(h.Files, " "), strings.Join(h.Names, " "), strings.Join(h.Imports, " "))
	}
}
