package origin

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// What no stage recognises may have been renamed together with much around it, moved and renamed at once, or split in two. Then the code
// that uses the holder tells: the lines that name it, before and after, are compared with the holder's own name left out, and so are
// the names that only one side knows, because whoever renames a variable renames others, too.
const (
	alike      = 0.5 // of the pairs of neighbouring names; git's own share for a renamed file
	alikePairs = 600 // compared at most: beyond, the commit is an upheaval in which likeness proves nothing
)

// A likeness is a possible succession, of one finding by another.
type likeness struct {
	from, to int
	score    float64
}

// byLikeness pairs what is left over in files that the commit changed. Where a file is as it was, its holder is still there, and was not
// renamed.
func (p *pairing) byLikeness(repo *history.Repo, changes []history.Change) error {
	old, now := map[string]history.Change{}, map[string]history.Change{}
	for _, c := range changes {
		if c.OldBlob != "" {
			old[cmp.Or(c.OldPath, c.Path)] = c
		}
		if c.Blob != "" {
			now[c.Path] = c
		}
	}
	texts := &texts{repo: repo, known: map[string]*text{}}
	var pairs []likeness
	compared := 0
	for i := range p.before {
		from, ok := old[p.before[i].Path]
		if !ok || p.taken[i] {
			continue
		}
		for j := range p.after {
			to, ok := now[p.after[j].Path]
			if !ok || p.out[j] != none || p.before[i].Holder.Kind != p.after[j].Holder.Kind {
				continue
			}
			if compared++; compared > alikePairs {
				return nil
			}
			score, err := texts.likeness(&p.before[i], &p.after[j], from, to)
			if err != nil {
				return err
			}
			if score >= alike {
				pairs = append(pairs, likeness{i, j, score})
			}
		}
	}
	p.take(pairs)
	return nil
}

// take accepts the most alike first, and of equals those nearest to their old place.
func (p *pairing) take(pairs []likeness) {
	distance := func(l likeness) int {
		a, b := &p.before[l.from], &p.after[l.to]
		if cmp.Or(p.renamed[a.Path], a.Path) != b.Path {
			return 1 << 30
		}
		return max(a.Line-b.Line, b.Line-a.Line)
	}
	slices.SortFunc(pairs, func(a, b likeness) int {
		return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(distance(a), distance(b)), cmp.Compare(a.to, b.to), cmp.Compare(a.from, b.from))
	})
	for _, l := range pairs {
		if p.out[l.to] == none && !p.taken[l.from] {
			p.out[l.to], p.taken[l.from] = l.from, true
		}
	}
}

// texts reads the contents that one match compares.
type texts struct {
	repo  *history.Repo
	known map[string]*text
}

// A text is a content as the names and numbers in its lines.
type text struct {
	lines [][]string
	count map[string]int // of identifiers
}

var token = pattern.New(`[\p{L}\p{N}_]+`)

func (t *texts) of(blob string) (*text, error) {
	if known, ok := t.known[blob]; ok {
		return known, nil
	}
	out := &text{count: map[string]int{}}
	if blob != "" {
		data, err := t.repo.Read(blob)
		if err != nil {
			return nil, fmt.Errorf("cannot compare two versions of a holder: %w", err)
		}
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			tokens := token.FindAllString(string(line), -1)
			for _, tok := range tokens {
				out.count[tok]++
			}
			out.lines = append(out.lines, tokens)
		}
	}
	t.known[blob] = out
	return out, nil
}

// likeness compares how two files use two holders: 0 where one cannot have taken the place of the other, up to 1.
func (t *texts) likeness(a, b *finding.Finding, from, to history.Change) (float64, error) {
	before, err := t.of(from.OldBlob)
	if err != nil {
		return 0, err
	}
	left, err := t.of(from.Blob) // what is left where it was
	if err != nil {
		return 0, err
	}
	after, err := t.of(to.Blob)
	if err != nil {
		return 0, err
	}
	stood, err := t.of(to.OldBlob) // what stood where it is now
	if err != nil {
		return 0, err
	}
	if !fewer(a.Symbol, left, before) || (lastName(a.Symbol) != lastName(b.Symbol) && !fewer(b.Symbol, stood, after)) {
		return 0, nil // the old name is still there, or the new one was
	}
	shared := func(id string) bool { return before.count[id] > 0 && after.count[id] > 0 }
	return dice(before.usage(lastName(a.Symbol), shared), after.usage(lastName(b.Symbol), shared)), nil
}

// fewer reports whether a part of a qualified name is less than half as frequent in one content as in another: it went, or came.
func fewer(symbol string, here, there *text) bool {
	return slices.ContainsFunc(strings.Split(symbol, "."), func(part string) bool { return 2*here.count[part] < there.count[part] })
}

// usage counts the pairs of neighbouring names in the lines that name a holder. Signs are left out: a formatter moves them.
func (t *text) usage(name string, shared func(string) bool) map[[2]string]int {
	out := map[[2]string]int{}
	for _, line := range t.lines {
		if !slices.Contains(line, name) {
			continue
		}
		last := ""
		for _, tok := range line {
			tok = anonymous(tok, name, shared)
			out[[2]string{last, tok}]++
			last = tok
		}
	}
	return out
}

func anonymous(tok, name string, shared func(string) bool) string {
	switch {
	case tok == name:
		return "□"
	case !shared(tok):
		return "◇"
	}
	return tok
}

// dice is twice what two bags share by what they hold.
func dice(a, b map[[2]string]int) float64 {
	shared, total := 0, 0
	for key, n := range a {
		shared += min(n, b[key])
		total += n
	}
	for _, n := range b {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 2 * float64(shared) / float64(total)
}
