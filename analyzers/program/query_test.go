package program

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
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

// TestDoubt: what rests on an input that changed is answered anew, and what rests on that only if it came out as another; the rest is kept.
func TestDoubt(t *testing.T) {
	tab := newTable()
	asked := map[string]int{}
	texts := map[string]string{"a": "one", "b": "two"}
	text := func(k string) string {
		asked["text "+k]++
		tab.readInput(input{kind: nameInTree, name: k})
		return texts[k]
	}
	length := newQuestion(tab, nil, equal[int], func(k string) int { asked["length "+k]++; return len(text(k)) })
	sum := newQuestion(tab, nil, equal[int], func(string) int { asked["sum"]++; return length.of("a") + length.of("b") })
	change := func(k, to string, wantSum int, want map[string]int) {
		t.Helper()
		clear(asked)
		texts[k] = to
		tab.alter(input{kind: nameInTree, name: k})
		if got := sum.of(""); got != wantSum || !maps.Equal(asked, want) {
			t.Errorf("%s is %q: sum %d, want %d; asked %v, want %v", k, to, got, wantSum, asked, want)
		}
	}
	sum.of("")
	change("b", "six", 6, map[string]int{"text b": 1, "length b": 1})
	change("b", "seven", 8, map[string]int{"text b": 1, "length b": 1, "sum": 1})
	change("c", "", 8, map[string]int{})
	change("a", "eleven", 11, map[string]int{"text a": 1, "length a": 1, "sum": 1})
	if f := tab.footprint(&sum.answers[""].cell); !slices.Equal(f.Names, []string{"a", "b"}) {
		t.Errorf("footprint %v", f)
	}
}

// TestEditedCircles: on random graphs whose edges come and go, every answer is the least fixed point of the graph as it is, whoever was asked
// before; what nobody asks for is forgotten after a while.
func TestEditedCircles(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 400 {
		n := 2 + r.IntN(12)
		edges := map[int][]int{}
		tab := newTable()
		key := func(n int) input { return input{kind: nameInTree, name: strconv.Itoa(n)} }
		var q *question[int, []int]
		q = newQuestion(tab, nil, slices.Equal[[]int], func(n int) []int {
			tab.readInput(key(n))
			out := []int{n}
			for _, m := range edges[n] {
				out = append(out, q.of(m)...)
			}
			slices.Sort(out)
			return slices.Compact(out)
		})
		for range 60 {
			for range 1 + r.IntN(3) {
				from := r.IntN(n)
				if len(edges[from]) > 0 && r.IntN(2) == 0 {
					edges[from] = slices.Delete(edges[from], 0, 1)
				} else {
					edges[from] = append(slices.Clone(edges[from]), r.IntN(n))
				}
				tab.alter(key(from))
			}
			tab.sweep()
			for range r.IntN(4) {
				from := r.IntN(n)
				if got, want := q.of(from), reachable(edges, from); !slices.Equal(got, want) {
					t.Fatalf("%v from %d: %v, want %v", edges, from, got, want)
				}
			}
		}
		if tab.cut > 0 || len(tab.open) > 0 || len(tab.dirty) > 0 {
			t.Fatalf("%v: %d answers cut, %d open, %d dirty", edges, tab.cut, len(tab.open), len(tab.dirty))
		}
		for range 2 * sweepAfter {
			tab.alter(key(0))
			q.of(0)
			tab.sweep()
		}
		if want := len(reachable(edges, 0)); len(q.answers) > n || len(q.old) > 0 && want == n {
			t.Fatalf("%v: %d answers and %d old ones are kept", edges, len(q.answers), len(q.old))
		}
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
