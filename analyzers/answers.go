package analyzers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/growlint/growlint/analyzers/factcache"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
)

// Answers are kept apart from facts, because they depend on every file of a tree and on every rule: by the identity of the tree and by
// the program that gave them, to the byte. So a history that was gone through once is gone through again at the speed at which it can be
// listed, and a new version of growlint begins anew.
//
// The findings of one file are one entry, by their own content: a commit that changes one file adds two small entries.
type answers struct {
	cache  *factcache.Cache
	groups map[string][]finding.Finding // by the name of their entry, those used lately
	held   int
	last   map[string]keptGroup // by path: what was put last
}

// A keptGroup is the findings of one file and the name of their entry.
type keptGroup struct {
	name     string
	findings []finding.Finding
}

// maxGroups bounds the findings that are kept in memory.
const maxGroups = 20_000

// A stored answer is a Result, with the findings of each file by the name of their entry.
type storedAnswer struct {
	Groups  []string
	Skipped []finding.Skip
	Summary finding.Summary
}

// A storedFinding has what the JSON of a finding, made for users, leaves out.
type storedFinding struct {
	Finding   finding.Finding
	Footprint finding.Footprint
}

// toolName is the hash of the running program; "" where it cannot be read, and then nothing is kept.
var toolName = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
})

// key names the answer about a tree; "" where none is kept.
func (a *answers) key(tree source.Tree) string {
	known, ok := tree.(source.Identified)
	if a.cache == nil || !ok || known.Identity() == "" || toolName() == "" {
		return ""
	}
	return "answer " + toolName() + " " + known.Identity()
}

// get returns what was found about a tree before, or nil.
func (a *answers) get(tree source.Tree) *Result {
	key := a.key(tree)
	if key == "" {
		return nil
	}
	var stored storedAnswer
	if json.Unmarshal(a.cache.GetBytes(key), &stored) != nil {
		return nil
	}
	r := &Result{Findings: []finding.Finding{}, Skipped: stored.Skipped, Summary: stored.Summary}
	for _, name := range stored.Groups {
		group := a.group(name)
		if group == nil {
			return nil
		}
		r.Findings = append(r.Findings, group...)
	}
	finding.Sort(r.Findings)
	return r
}

func (a *answers) group(name string) []finding.Finding {
	if known, ok := a.groups[name]; ok {
		return known
	}
	var stored []storedFinding
	if json.Unmarshal(a.cache.GetBytes("findings "+name), &stored) != nil {
		return nil
	}
	var out []finding.Finding
	for _, s := range stored {
		s.Finding.Footprint = s.Footprint
		out = append(out, s.Finding)
	}
	a.remember(name, out)
	return out
}

func (a *answers) remember(name string, group []finding.Finding) {
	if a.groups == nil || a.held > maxGroups {
		a.groups, a.held = map[string][]finding.Finding{}, 0
	}
	a.groups[name] = group
	a.held += len(group)
}

// put keeps an answer. Where the disk is full nothing is kept, and nothing is lost but time.
func (a *answers) put(tree source.Tree, r *Result) {
	key := a.key(tree)
	if key == "" {
		return
	}
	stored := storedAnswer{Skipped: r.Skipped, Summary: r.Summary}
	last := map[string]keptGroup{}
	for rest := r.Findings; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(f finding.Finding) bool { return f.Path != rest[0].Path })
		if n < 0 {
			n = len(rest)
		}
		group := rest[:n:n]
		name := a.nameOf(group)
		if name == "" {
			return
		}
		stored.Groups = append(stored.Groups, name)
		last[group[0].Path] = keptGroup{name, group}
		rest = rest[n:]
	}
	a.last = last
	if data, err := json.Marshal(stored); err == nil {
		a.cache.PutBytes(key, data)
	}
}

// nameOf returns the name of the entry with the findings of a file, which is made unless it is as it was at the tree before.
func (a *answers) nameOf(group []finding.Finding) string {
	known := a.last[group[0].Path]
	if slices.EqualFunc(known.findings, group, func(x, y finding.Finding) bool { return finding.Equal(&x, &y) }) {
		return known.name
	}
	return a.putGroup(group)
}

func (a *answers) putGroup(group []finding.Finding) string {
	stored := make([]storedFinding, len(group))
	for i := range group {
		stored[i] = storedFinding{group[i], group[i].Footprint}
	}
	data, err := json.Marshal(stored)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	name := hex.EncodeToString(sum[:])
	if _, ok := a.groups[name]; !ok {
		a.cache.PutBytes("findings "+name, data)
		a.remember(name, slices.Clone(group))
	}
	return name
}
