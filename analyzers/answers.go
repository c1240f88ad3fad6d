package analyzers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"slices"

	"github.com/growlint/growlint/analyzers/factcache"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
)

// Answers are kept apart from facts, because they depend on every file of a tree and on every rule: by the identity of the tree and by
// the program that gave them, to the byte. So a history that was gone through once is gone through again at the speed at which it can be
// listed, and a new version of growlint begins anew.
//
// The findings of a few neighbouring files are one entry, by its own content: a commit that changes one file adds two small entries.
type answers struct {
	cache  *factcache.Cache
	groups map[string][]finding.Finding // by the name of their entry, those used lately
	held   int
	last   map[string]keptGroup // by the first path: those of the tree before
}

// A keptGroup is the findings of one entry, and its name.
type keptGroup struct {
	name     string
	findings []finding.Finding
}

// filesInGroup is how many files with findings share an entry, on average. Few and large entries are read sooner; what changes is written anew.
const filesInGroup = 16

// endsGroup reports whether a file is the last of its entry: by its path alone, so that a file that comes or goes moves no other border.
func endsGroup(path string) bool {
	h := fnv.New32a()
	h.Write([]byte(path))
	return h.Sum32()%filesInGroup == 0
}

// firstGroup returns how many findings, which are sorted by path, the first entry takes.
func firstGroup(fs []finding.Finding) int {
	for i := 1; i < len(fs); i++ {
		if fs[i].Path != fs[i-1].Path && endsGroup(fs[i-1].Path) {
			return i
		}
	}
	return len(fs)
}

// maxGroups bounds the findings that are kept in memory.
const maxGroups = 20_000

// A stored answer is a Result, with its findings by the names of their entries.
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
	last := map[string]keptGroup{}
	for _, name := range stored.Groups {
		group := a.group(name)
		if group == nil {
			return nil
		}
		last[group[0].Path] = keptGroup{name, group}
		r.Findings = append(r.Findings, group...)
	}
	a.last = last
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
		n := firstGroup(rest)
		group := a.kept(rest[:n])
		if group.name == "" {
			return
		}
		stored.Groups = append(stored.Groups, group.name)
		last[rest[0].Path] = group
		rest = rest[n:]
	}
	a.last = last
	if data, err := json.Marshal(stored); err == nil {
		a.cache.PutBytes(key, data)
	}
}

// kept returns some findings as an entry, which is made unless the tree before had it.
func (a *answers) kept(fs []finding.Finding) keptGroup {
	known := a.last[fs[0].Path]
	same := len(known.findings) == len(fs)
	for i := 0; same && i < len(fs); i++ {
		same = finding.Equal(&known.findings[i], &fs[i])
	}
	if same {
		return known
	}
	own := slices.Clone(fs) // callers may note more in those that they got
	return keptGroup{a.putGroup(own), own}
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
		a.remember(name, group)
	}
	return name
}
