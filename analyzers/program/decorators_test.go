package program

import (
	"fmt"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/python"
)

// TestManyDecorators: a definition under decorators that each hand it back costs what its decorators cost, and not twice as much with each: this would not end.
func TestManyDecorators(t *testing.T) {
	var src strings.Builder
	const many = 60
	for i := range many {
		fmt.Fprintf(&src, "def d%d(f):\n    return f\n\n", i)
	}
	for i := range many {
		fmt.Fprintf(&src, "@d%d\n", i)
	}
	src.WriteString("def handle():\n    return 1\n\nused = handle\n")
	p := Link([]Source{{Path: "a.py", Index: indexed(t, src.String())}})
	m := p.Modules[0]
	for n := range m.F.Len() {
		s := Site{m, n}
		if m.F.Kind(n) == python.Name && s.Str() == "handle" {
			vs := p.Eval(s)
			if len(vs) != 1 || vs[0].Kind != VFunc || p.QualName(vs[0].Site) != "handle" {
				t.Errorf("handle is %v under decorators that hand it back", vs)
			}
			return
		}
	}
	t.Fatal("nothing names handle")
}
