package history

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

const (
	// similarEnough is the share of content that makes a file the successor of another; git's own threshold.
	similarEnough = 0.5
	// maxCandidates bounds the pairs compared by content: beyond it only files of the same name are, as in a moved folder.
	maxCandidates = 2_000
)

// pairRenames turns deletions and additions that belong together into renames: first the same content, then, for Python, similar
// content. A file is the origin of one rename at most.
func (r *Repo) pairRenames(changes []Change) ([]Change, error) {
	p := renamePairing{repo: r, lines: map[string]lineCount{}}
	for _, c := range changes {
		switch c.Kind {
		case Deleted:
			p.gone = append(p.gone, c)
		case Added:
			p.came = append(p.came, c)
		default:
			p.out = append(p.out, c)
		}
	}
	if len(p.gone) == 0 || len(p.came) == 0 {
		return changes, nil
	}
	p.exact()
	if err := p.similar(); err != nil {
		return nil, err
	}
	return append(append(p.out, p.gone...), p.came...), nil
}

type renamePairing struct {
	repo            *Repo
	gone, came, out []Change
	lines           map[string]lineCount
}

// candidate is a possible rename, from gone to came.
type candidate struct {
	from, to Change
	score    float64
}

func (p *renamePairing) exact() {
	byBlob := map[string][]Change{}
	for _, c := range p.gone {
		byBlob[c.OldBlob] = append(byBlob[c.OldBlob], c)
	}
	var pairs []candidate
	for _, to := range p.came {
		for _, from := range byBlob[to.Blob] {
			pairs = append(pairs, candidate{from, to, 1})
		}
	}
	p.take(pairs)
}

func (p *renamePairing) similar() error {
	all := len(p.gone)*len(p.came) <= maxCandidates
	var pairs []candidate
	for _, to := range p.came {
		for _, from := range p.gone {
			if !isPython(from) || !isPython(to) || !(all || sameName(from, to)) {
				continue
			}
			score, err := p.similarity(from.OldBlob, to.Blob)
			if err != nil {
				return err
			}
			if score >= similarEnough {
				pairs = append(pairs, candidate{from, to, score})
			}
		}
	}
	p.take(pairs)
	return nil
}

func isPython(c Change) bool { return strings.HasSuffix(c.Path, pythonSuffix) }

func sameName(a, b Change) bool { return path.Base(a.Path) == path.Base(b.Path) }

// take accepts the best pairs first: the most similar, then those of one name, then by path, so that the outcome never varies.
func (p *renamePairing) take(pairs []candidate) {
	slices.SortFunc(pairs, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.score, b.score), -cmp.Compare(nameBonus(a), nameBonus(b)),
			cmp.Compare(a.to.Path, b.to.Path), cmp.Compare(a.from.Path, b.from.Path))
	})
	from, to := map[string]bool{}, map[string]bool{}
	for _, c := range pairs {
		if from[c.from.Path] || to[c.to.Path] {
			continue
		}
		from[c.from.Path], to[c.to.Path] = true, true
		p.out = append(p.out, Change{
			Kind: Renamed, Path: c.to.Path, OldPath: c.from.Path, Blob: c.to.Blob, OldBlob: c.from.OldBlob,
		})
	}
	p.gone = slices.DeleteFunc(p.gone, func(c Change) bool { return from[c.Path] })
	p.came = slices.DeleteFunc(p.came, func(c Change) bool { return to[c.Path] })
}

func nameBonus(c candidate) int {
	if sameName(c.from, c.to) {
		return 1
	}
	return 0
}

// lineCount counts the bytes of each distinct line, without its indentation: moved into a class, code is still the same code.
type lineCount struct {
	bytes map[uint64]int
	total int
}

var lineSeed = maphash.MakeSeed()

func countLines(data []byte) lineCount {
	c := lineCount{bytes: map[uint64]int{}}
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		line = bytes.TrimSpace(line)
		c.bytes[maphash.Bytes(lineSeed, line)] += len(line)
		c.total += len(line)
	}
	return c
}

func (p *renamePairing) similarity(a, b string) (float64, error) {
	la, err := p.linesOf(a)
	if err != nil {
		return 0, err
	}
	lb, err := p.linesOf(b)
	if err != nil {
		return 0, err
	}
	most := max(la.total, lb.total)
	if most == 0 || 2*min(la.total, lb.total) < most { // cannot reach similarEnough
		return 0, nil
	}
	shared := 0
	for line, n := range la.bytes {
		shared += min(n, lb.bytes[line])
	}
	return float64(shared) / float64(most), nil
}

func (p *renamePairing) linesOf(blob string) (lineCount, error) {
	if c, ok := p.lines[blob]; ok {
		return c, nil
	}
	data, err := p.repo.source.read(plumbing.NewHash(blob), plumbing.BlobObject)
	if err != nil {
		return lineCount{}, err
	}
	c := countLines(data)
	p.lines[blob] = c
	return c, nil
}
