package historytest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A leak is one container of a made-up service, in one of the states that a history takes it through.
type leak struct {
	name    string
	file    string
	evicted bool // emptied in the handler that fills it
	grows   bool
	inClass bool
	respelt bool // the same statement, formatted otherwise
}

// A service is what the files of one commit say.
type service map[int]leak

// Random makes a history of a service in which containers come, go, come back, are emptied, renamed and moved, on a main line and on branches
// that are merged. The same seed gives the same history.
func Random(t testing.TB, seed uint64, commits int) *Builder {
	t.Helper()
	b := New(t)
	r := rand.New(rand.NewPCG(seed, seed))
	now := service{}
	written := Files{}
	b.First = b.Commit("start", write(now, written))
	for i := range commits {
		if r.IntN(6) > 0 || len(now) == 0 {
			subject := now.change(r, i)
			b.Commit(subject, write(now, written))
			continue
		}
		b.branch(r, i, now, written)
	}
	return b
}

// branch makes a side branch of a few commits, goes on with the main line meanwhile, and merges.
func (b *Builder) branch(r *rand.Rand, i int, now service, written Files) {
	fork, side, files := b.Head(), maps.Clone(now), maps.Clone(written)
	for j := range 1 + r.IntN(3) {
		subject := side.change(r, 1000*(i+1)+j)
		b.Commit("side: "+subject, write(side, files))
	}
	tip := b.Head()
	b.Checkout(fork)
	base := maps.Clone(now)
	subject := now.change(r, 1000*(i+1)+500)
	b.Commit(subject, write(now, written))
	for id := range side {
		if side[id] != base[id] {
			now[id] = side[id]
		}
	}
	for id := range base {
		if _, ok := side[id]; !ok {
			delete(now, id)
		}
	}
	b.Commit(fmt.Sprintf("merge %d", i), write(now, written), tip)
}

// change alters one container, or adds one.
func (s service) change(r *rand.Rand, i int) string {
	ids := slices.Sorted(maps.Keys(s))
	if len(ids) == 0 || r.IntN(4) == 0 {
		s[i] = leak{name: fmt.Sprintf("_seen%d", i), file: fmt.Sprintf("mod%d.py", i%7), grows: r.IntN(3) > 0, inClass: r.IntN(2) == 0}
		return fmt.Sprintf("add %d", i)
	}
	id := ids[r.IntN(len(ids))]
	l := s[id]
	what := ""
	switch r.IntN(7) {
	case 0:
		l.evicted, what = !l.evicted, "toggle the eviction of"
	case 1:
		l.grows, what = !l.grows, "toggle the growth of"
	case 2:
		l.name, what = fmt.Sprintf("_known%d", i), "rename"
	case 3:
		l.file, what = fmt.Sprintf("pkg/mod%d.py", i%5), "move"
	case 4:
		l.respelt, what = !l.respelt, "format"
	case 5:
		l.inClass, what = !l.inClass, "turn inside out"
	case 6:
		delete(s, id)
		return fmt.Sprintf("remove %d", id)
	}
	s[id] = l
	return fmt.Sprintf("%s %d", what, id)
}

// write renders a service, and returns what differs from the files written before, which it brings up to date.
func write(s service, written Files) Files {
	want := Files{"README.md": fmt.Sprintf("%d containers\n", len(s))}
	for _, id := range slices.Sorted(maps.Keys(s)) {
		l := s[id]
		if want[l.file] == "" {
			want[l.file] = "from flask import Flask, request\n\napp = Flask(__name__)\n"
		}
		want[l.file] += l.render(id)
	}
	out := Files{}
	for path, text := range want {
		if written[path] != text {
			out[path], written[path] = text, text
		}
	}
	for path := range written {
		if _, ok := want[path]; !ok {
			out[path] = Gone
			delete(written, path)
		}
	}
	return out
}

func (l leak) render(id int) string {
	holder, indent, def := l.name, "    ", fmt.Sprintf("def handle%d():", id)
	if l.inClass {
		holder, indent, def = "self."+l.name, "        ", fmt.Sprintf("def handle%d(self):", id)
	}
	body := []string{def}
	if l.grows && l.respelt {
		body = append(body, fmt.Sprintf("    %s[ request.args['k%d'] ] = request.data", holder, id))
	} else if l.grows {
		body = append(body, fmt.Sprintf("    %s[request.args[\"k%d\"]] = request.data", holder, id))
	}
	if l.evicted {
		body = append(body, fmt.Sprintf("    %s.pop(request.args[\"k%d\"], None)", holder, id))
	}
	body = append(body, `    return "ok"`)
	if !l.inClass {
		return fmt.Sprintf("\n\n%s = {}\n\n\n@app.route(\"/%d\")\n%s\n", l.name, id, strings.Join(body, "\n"))
	}
	return fmt.Sprintf("\n\nclass Service%d:\n    def __init__(self):\n        self.%s = {}\n\n    %s\n\n\nservice%d = Service%d()\n\n\n@app.route(\"/%d\")\ndef route%d():\n    return service%d.handle%d()\n",
		id, l.name, strings.Join(body, "\n"+indent[:len(indent)-4]), id, id, id, id, id, id)
}
