package python

import (
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	src, _ := os.ReadFile(os.Getenv("PYFILE"))
	p := NewParser()
	defer p.Close()
	f, err := p.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n ID, d int)
	walk = func(n ID, d int) {
		nd := f.Nodes[n]
		fmt.Printf("%*s%d k=%d r=%d op=%d %q L%d\n", d*2, "", n, nd.Kind, nd.Role, nd.Op, f.Str(n), f.Line(n))
		f.Children(n, func(c ID) bool { walk(c, d+1); return true })
	}
	if os.Getenv("DUMP") != "" {
		walk(0, 0)
	}
	fmt.Println(len(f.Nodes), f.Errors, f.Ignores)
}
