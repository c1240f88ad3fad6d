package analyzers

import (
	"context"
	"fmt"
	"testing"

	"github.com/growlint/growlint/analyzers/source"
)

// A servicesTree is a tree of handlers that each fill a map of their module, with a helper from the next file.
type servicesTree struct {
	entries  []source.Entry
	versions map[string]int // by path, of those that are not the first
}

func services(files int) *servicesTree {
	t := &servicesTree{versions: map[string]int{}}
	for i := range files {
		t.entries = append(t.entries, source.Entry{Path: fmt.Sprintf("lib%05d/m%05d.py", i/50, i)})
	}
	for i := range t.entries {
		t.write(i, 0)
	}
	return t
}

// write gives one file another version.
func (t *servicesTree) write(i, version int) {
	t.versions[t.entries[i].Path] = version
	t.entries[i].Blob = blobName([]byte(t.text(t.entries[i].Path)))
}

func (t *servicesTree) text(path string) string {
	var dir, i int
	if _, err := fmt.Sscanf(path, "lib%d/m%d.py", &dir, &i); err != nil {
		panic(err)
	}
	next, version := (i+1)%len(t.entries), t.versions[path]
	return fmt.Sprintf("from lib%05d.m%05d import helper%d\n\nseen%d = {}\n\n\ndef handle%d(request):\n    seen%d[request.args[\"id\"]] = helper%d(%d)\n\n\ndef helper%d(x):\n    return [x, %d]\n",
		next/50, next, next, i, i, i, next, version, i, version)
}

func (t *servicesTree) List(context.Context) (source.Listing, error) {
	return source.Listing{Entries: t.entries}, nil
}

func (t *servicesTree) Read(_ context.Context, e source.Entry) ([]byte, error) {
	return []byte(t.text(e.Path)), nil
}

// BenchmarkOneMoreTree measures a tree that differs from the one before in one file. It should not grow with the size of the tree.
func BenchmarkOneMoreTree(b *testing.B) {
	for _, files := range []int{500, 5000} {
		b.Run(fmt.Sprint(files), func(b *testing.B) {
			tree := services(files)
			e, err := New(Options{Workers: 1})
			if err != nil {
				b.Fatal(err)
			}
			run := func() int {
				r, err := e.Run(context.Background(), tree)
				if err != nil {
					b.Fatal(err)
				}
				return len(r.Findings)
			}
			if n := run(); n != files {
				b.Fatalf("%d findings in %d files", n, files)
			}
			b.ResetTimer()
			for i := range b.N {
				tree.write(i*7%files, i+1)
				run()
			}
		})
	}
}
