package program

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/growlint/growlint/analyzers/python"
)

func indexed(t *testing.T, text string) *python.Index {
	t.Helper()
	parser := python.NewParser()
	defer parser.Close()
	f, err := parser.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return python.NewIndex(f)
}

// graphTable answers which numbers can be reached from a number in a graph, itself included.
func graphTable(edges map[int][]int) (*table, *question[int, []int]) {
	t := newTable()
	var q *question[int, []int]
	q = newQuestion(t, nil, slices.Equal[[]int], func(n int) []int {
		out := []int{n}
		for _, m := range edges[n] {
			out = append(out, q.of(m)...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	})
	return t, q
}

func reachable(edges map[int][]int, n int) []int {
	seen := map[int]bool{n: true}
	for todo := []int{n}; len(todo) > 0; todo = todo[1:] {
		for _, m := range edges[todo[0]] {
			if !seen[m] {
				seen[m] = true
				todo = append(todo, m)
			}
		}
	}
	var out []int
	for m := range seen {
		out = append(out, m)
	}
	slices.Sort(out)
	return out
}

// TestCircles: on random graphs, circles in circles among them, every answer is the least fixed point, in whatever order it is asked for.
func TestCircles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		n := 2 + r.IntN(12)
		edges := map[int][]int{}
		for range r.IntN(3 * n) {
			from := r.IntN(n)
			edges[from] = append(edges[from], r.IntN(n))
		}
		tab, q := graphTable(edges)
		for _, from := range r.Perm(n) {
			if got, want := q.of(from), reachable(edges, from); !slices.Equal(got, want) {
				t.Fatalf("%v from %d: %v, want %v", edges, from, got, want)
			}
		}
		if tab.cut > 0 || len(tab.open) > 0 || len(tab.dirty) > 0 {
			t.Fatalf("%v: %d answers cut, %d open, %d dirty", edges, tab.cut, len(tab.open), len(tab.dirty))
		}
	}
}

// TestAnsweredOnce: without a circle nothing is answered twice.
func TestAnsweredOnce(t *testing.T) {
	edges := map[int][]int{}
	for i := range 50 {
		edges[i] = []int{i + 1, i + 2}
	}
	tab, q := graphTable(edges)
	q.of(0)
	if tab.answers != 52 {
		t.Errorf("%d answers for 52 questions", tab.answers)
	}
}

// TestForget: what rests on an input is forgotten, what does not is kept.
func TestForget(t *testing.T) {
	tab := newTable()
	asked := map[string]int{}
	leaf := newQuestion(tab, func(k string) string { return k }, equal[int], func(k string) int { asked[k]++; return len(k) })
	sum := newQuestion(tab, nil, equal[int], func(k string) int { asked["sum"]++; return leaf.of("a.py") + leaf.of("b.py") })
	sum.of("")
	tab.forgetInput(input{kind: fileFacts, name: "b.py"})
	sum.of("")
	if asked["a.py"] != 1 || asked["b.py"] != 2 || asked["sum"] != 2 {
		t.Errorf("asked %v, want a.py once, b.py and sum twice", asked)
	}
	if f := tab.footprint(&sum.answers[""].cell); !slices.Equal(f.Paths, []string{"a.py", "b.py"}) {
		t.Errorf("footprint %v", f)
	}
}

const knot = `
class Node:
    def __init__(self, parent, on_change=None):
        self.parent = parent
        self.children = []
        self.on_change = on_change
    def add(self, child):
        self.children.append(child)
        return self.notify(child)
    def notify(self, child):
        if self.on_change:
            self.on_change(child)
        return self.parent.notify(child) if self.parent else child
def echo(f):
    return apply(f, echo)
def apply(f, g):
    table["last"] = f
    return g(table.get("last", f))
table = {"echo": echo, "apply": apply}
def dispatch(name, x):
    for key, f in table.items():
        x = f(x, dispatch)
    return table[name](x)
root = Node(None, dispatch)
root.add(Node(root, echo)).add(Node(root, lambda child: child.notify(root)))
`

// TestAnyOrder: what every expression of a tangle can be does not depend on which is asked about first.
func TestAnyOrder(t *testing.T) {
	x := indexed(t, knot)
	ask := func(order []int) [][]Value {
		p := Link([]Source{{Path: "knot.py", Index: x}})
		out := make([][]Value, len(order))
		for _, i := range order {
			for _, v := range p.Eval(Site{p.Modules[0], python.ID(i)}) {
				if v.Class != nil {
					v.Name += " of " + v.Class.Name
				}
				v.Class, v.Super, v.Site.M, v.Wraps.M = nil, nil, nil, nil // another program has other classes and modules
				out[i] = append(out[i], v)
			}
		}
		if p.t.cut > 0 {
			t.Errorf("%d answers were cut", p.t.cut)
		}
		return out
	}
	r := rand.New(rand.NewPCG(3, 4))
	n := int(x.File.Len())
	straight := make([]int, n)
	for i := range straight {
		straight[i] = i
	}
	want := ask(straight)
	for range 60 {
		got := ask(r.Perm(n))
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("line %d: %v in one order, %v in another", x.File.Line(python.ID(i)), want[i], got[i])
			}
		}
	}
}

// TestSealed: a sealed table gives the answers of any other, and keeps nothing but them.
func TestSealed(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		n := 2 + r.IntN(12)
		edges := map[int][]int{}
		for range r.IntN(3 * n) {
			from := r.IntN(n)
			edges[from] = append(edges[from], r.IntN(n))
		}
		tab, q := graphTable(edges)
		tab.seal()
		for k := range n {
			if got, want := q.of(k), reachable(edges, k); !slices.Equal(got, want) {
				t.Fatalf("from %d in %v: %v, want %v", k, edges, got, want)
			}
		}
		if len(q.answers) != 0 || len(q.sealed) != n {
			t.Fatalf("%d cells and %d answers are kept of %d answers", len(q.answers), len(q.sealed), n)
		}
	}
}
