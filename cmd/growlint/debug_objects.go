package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/growlint/growlint/analyzers/program"
)

// An objectsView is the layer `objects`: where containers and instances are made, and under which names containers are held.
type objectsView struct {
	Containers []heldContainer `json:"containers"`
	Classes    []madeClass     `json:"classes"`
}

type heldContainer struct {
	Symbol string   `json:"symbol"` // what holds it
	Kind   string   `json:"kind"`   // dict, list, …
	Made   []string `json:"made"`   // path:line of each place that makes it
}

type madeClass struct {
	Class string   `json:"class"` // qualified in its file
	Path  string   `json:"path"`
	Line  int      `json:"line"`
	Bases []string `json:"bases"` // those outside of the tree, by dotted name
	Made  []string `json:"made"`  // path:line of each construction, of classes that derive from it too
}

func debugObjects(p *program.Program, shown func(path string) bool) debugView {
	v := objectsView{Containers: []heldContainer{}, Classes: []madeClass{}}
	for _, h := range p.Holders() {
		if !shown(h.M.Path) {
			continue
		}
		c := heldContainer{Symbol: h.M.Path + " " + h.Symbol, Kind: h.Type().Kind, Made: []string{}}
		for _, a := range h.Allocs {
			c.Made = append(c.Made, placeOf(a.Site))
		}
		v.Containers = append(v.Containers, c)
	}
	for _, c := range p.Classes() {
		if !shown(c.Site.M.Path) {
			continue
		}
		m := madeClass{Class: p.QualName(c.Site), Path: c.Site.M.Path, Line: c.Site.Line(), Bases: orEmpty(p.External(c)), Made: []string{}}
		for _, s := range p.Constructions(c) {
			m.Made = append(m.Made, placeOf(s))
		}
		v.Classes = append(v.Classes, m)
	}
	return v
}

func placeOf(s program.Site) string { return fmt.Sprintf("%s:%d", s.M.Path, s.Line()) }

func (v objectsView) text(w io.Writer) {
	for _, c := range v.Containers {
		fmt.Fprintf(w, "%s holds a %s made at %s\n", c.Symbol, c.Kind, strings.Join(c.Made, " "))
	}
	for _, c := range v.Classes {
		fmt.Fprintf(w, "%s:%d: class %s made at %s\n", c.Path, c.Line, c.Class, orNothing(c.Made))
	}
}
