package metamorph

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/growlint/growlint/analyzers"
)

// FuzzEngine runs the whole analysis over examples with lines cut out, swapped and repeated: odd code may be found anything, but never ends in a panic,
// which the engine reports as an error.
func FuzzEngine(f *testing.F) {
	trees := map[string]Tree{}
	for _, dir := range []string{"rules/unboundedglobal/paths", "rules/unboundedcache/memoizers", "rules/unboundedattribute/replies", "metamorph/evictions"} {
		t, err := Load("../../testdata/" + dir)
		if err != nil {
			f.Fatal(err)
		}
		trees[dir] = t
	}
	var sources [][]byte
	for _, dir := range slices.Sorted(maps.Keys(trees)) {
		for _, path := range slices.Sorted(maps.Keys(trees[dir])) {
			sources = append(sources, trees[dir][path])
		}
	}
	if len(sources) < 4 {
		f.Fatalf("%d examples, want at least 4", len(sources))
	}
	f.Add(uint8(0), []byte{})
	f.Add(uint8(1), []byte{1, 3, 7, 2, 40, 1, 0, 9, 12})
	f.Add(uint8(2), []byte{0, 5, 5, 0, 6, 6, 3, 9, 9, 1, 1, 30})
	f.Add(uint8(3), []byte{2, 0, 80, 2, 20, 10, 3, 4, 5})
	f.Fuzz(func(t *testing.T, which uint8, script []byte) {
		src := mutate(sources[int(which)%len(sources)], script)
		engine, err := analyzers.New(analyzers.Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer engine.Close()
		if _, err := engine.Run(context.Background(), Tree{"app.py": src}); err != nil {
			t.Errorf("%v\n%s", err, src)
		}
	})
}

// mutate changes a source as a script says: of each three bytes the first is what to do, the others with which lines.
func mutate(src []byte, script []byte) []byte {
	lines := bytes.SplitAfter(src, []byte("\n"))
	for ; len(script) >= 3 && len(lines) > 0; script = script[3:] {
		a, b := int(script[1])%len(lines), int(script[2])%len(lines)
		switch script[0] % 5 {
		case 0: // cut
			lines = slices.Delete(lines, a, a+1)
		case 1: // swap
			lines[a], lines[b] = lines[b], lines[a]
		case 2: // repeat
			lines = slices.Insert(lines, b, lines[a])
		case 3: // indent more
			lines[a] = append([]byte("    "), lines[a]...)
		case 4: // cut in two
			lines[a] = lines[a][:b%(len(lines[a])+1)]
		}
	}
	return bytes.Join(lines, nil)
}
