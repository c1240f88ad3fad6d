package python

import (
	"context"
	"os"
	"testing"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"
)

// The flattening rests on the unexported layout of the binding: here it is held against the binding's own way of walking.
func TestFlattenSeesWhatTheBindingSees(t *testing.T) {
	src, err := os.ReadFile("../../testdata/python/everything.py")
	if err != nil {
		t.Fatal(err)
	}
	p := sitter.NewParser()
	defer p.Close()
	p.SetLanguage(grammar.GetLanguage())
	tree, err := p.ParseCtx(context.Background(), nil, src)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	type seen struct {
		name       string
		start, end uint32
	}
	var want []seen
	var walk func(n *sitter.Node)
	walk = func(n *sitter.Node) {
		want = append(want, seen{n.Type(), n.StartByte(), n.EndByte()})
		for i := range int(n.NamedChildCount()) {
			walk(n.NamedChild(i))
		}
	}
	walk(tree.RootNode())
	var got []seen
	lang := grammar.GetLanguage()
	flat, free := flatten(tree.RootNode(), make([]uint8, lang.SymbolCount()))
	defer free()
	for _, n := range flat {
		if lang.SymbolType(sitter.Symbol(n.symbol)) == sitter.SymbolTypeRegular {
			got = append(got, seen{lang.SymbolName(sitter.Symbol(n.symbol)), n.start, n.end})
		}
	}
	if len(got) != len(want) || len(want) < 200 {
		t.Fatalf("flatten gives %d named nodes, the binding %d (at least 200 expected)", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("node %d: flatten gives %v, the binding %v", i, got[i], want[i])
		}
	}
}
