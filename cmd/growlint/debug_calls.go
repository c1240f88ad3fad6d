package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/growlint/growlint/analyzers/program"
)

// A callsView is the layer `calls`: what each function calls.
type callsView map[string][]string

func debugCalls(p *program.Program, shown func(path string) bool) debugView {
	return callsView(p.CallGraph(shown))
}

func (v callsView) text(w io.Writer) {
	for _, from := range slices.Sorted(maps.Keys(v)) {
		fmt.Fprintf(w, "%s\n", from)
		for _, to := range v[from] {
			fmt.Fprintf(w, "  %s\n", to)
		}
	}
}
