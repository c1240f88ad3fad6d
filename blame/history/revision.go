package history

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/growlint/growlint/blame/pattern"
)

// SplitRange takes "A..B" apart. An end left out is HEAD, as in git.
func SplitRange(s string) (a, b string, err error) {
	if strings.Contains(s, "...") {
		return "", "", fmt.Errorf("%q has three dots: growlint takes A..B, the commits after A up to and with B", s)
	}
	a, b, ok := strings.Cut(s, "..")
	if !ok || (a == "" && b == "") || strings.Contains(b, "..") {
		return "", "", fmt.Errorf("%q is not a range of commits: write A..B, for example v1.2.0..v1.3.0", s)
	}
	if a == "" {
		a = "HEAD"
	}
	if b == "" {
		b = "HEAD"
	}
	return a, b, nil
}

// Resolve finds the commit that a revision names: a full or abbreviated hash, a branch, a tag, HEAD, what 'git describe' prints,
// each with any of ^, ^2, ~3, ^{commit} behind it. An error wraps ErrUnknownRevision where the name leads nowhere.
func (r *Repo) Resolve(rev string) (Commit, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	base, steps := splitSteps(rev)
	at, err := r.resolveBase(base)
	if err != nil {
		return Commit{}, r.unknown(rev, err)
	}
	c, err := r.peel(at)
	if err != nil {
		return Commit{}, r.unknown(rev, err)
	}
	for _, step := range steps {
		if c, err = r.takeStep(c, step); err != nil {
			return Commit{}, r.unknown(rev, err)
		}
	}
	return c, nil
}

// unknown says what was looked for. Where objects are missing that is the news, not the spelling.
func (r *Repo) unknown(rev string, why error) error {
	hint := "check the spelling, or fetch it with 'git fetch --tags'"
	if len(r.limits.shallow) > 0 {
		hint = "the clone is shallow, so it may only be missing here: 'git fetch --unshallow --tags' brings the rest"
	}
	if errors.Is(why, errNoSuchName) {
		return fmt.Errorf("%w %q in %s: no branch, tag or commit of that name; %s", ErrUnknownRevision, rev, r.place.gitDir, hint)
	}
	return fmt.Errorf("%w %q in %s: %v; %s", ErrUnknownRevision, rev, r.place.gitDir, why, hint)
}

var errNoSuchName = errors.New("no such name")

var (
	stepPattern = pattern.New(`^(.*?)((?:~\d*|\^\d*|\^\{[a-z]*\})*)$`)
	oneStep     = pattern.New(`~\d*|\^\{[a-z]*\}|\^\d*`)
)

// splitSteps parts "v1.2^2~3" into the name and the steps back from it.
func splitSteps(rev string) (base string, steps []string) {
	m := stepPattern.FindStringSubmatch(rev)
	if m == nil {
		return rev, nil
	}
	return m[1], oneStep.FindAllString(m[2], -1)
}

func (r *Repo) takeStep(c Commit, step string) (Commit, error) {
	count, parent := 1, 1
	switch {
	case step == "^{}" || step == "^{commit}":
		return c, nil
	case strings.HasPrefix(step, "^{"):
		return Commit{}, fmt.Errorf("%s asks for something that is no commit", step)
	case len(step) > 1:
		n, err := strconv.Atoi(step[1:])
		if err != nil {
			return Commit{}, fmt.Errorf("%s is not a number of steps", step)
		}
		if step[0] == '~' {
			count = n
		} else if parent = n; n == 0 {
			return c, nil
		}
	}
	for range count {
		if len(c.Parents) < parent {
			return Commit{}, r.noParent(c, parent)
		}
		next, err := r.commit(plumbing.NewHash(c.Parents[parent-1]))
		if err != nil {
			return Commit{}, err
		}
		c = next
	}
	return c, nil
}

func (r *Repo) noParent(c Commit, parent int) error {
	if c.CutOff {
		return fmt.Errorf("the shallow clone ends at %s", c.Hash[:12])
	}
	return fmt.Errorf("commit %s has no parent %d", c.Hash[:12], parent)
}

var describePattern = pattern.New(`-g([0-9a-f]{4,40})$`)

// resolveBase tries what git tries, in git's order.
func (r *Repo) resolveBase(name string) (plumbing.Hash, error) {
	if name == "@" {
		name = "HEAD"
	}
	if name == "" {
		return plumbing.ZeroHash, errNoSuchName
	}
	if strings.ContainsAny(name, ":?*[ ") || strings.Contains(name, "@{") {
		return plumbing.ZeroHash, errors.New("growlint does not follow this kind of revision; give a branch, a tag or a commit")
	}
	if h, err := parseHash(strings.ToLower(name)); err == nil {
		return h, nil
	}
	for _, pattern := range plumbing.RefRevParseRules {
		if h, ok := r.followRef(plumbing.ReferenceName(fmt.Sprintf(pattern, name))); ok {
			return h, nil
		}
	}
	if m := describePattern.FindStringSubmatch(name); m != nil {
		return r.resolveAbbreviation(m[1])
	}
	return r.resolveAbbreviation(strings.ToLower(name))
}

// followRef follows symbolic references, but not for ever.
func (r *Repo) followRef(name plumbing.ReferenceName) (plumbing.Hash, bool) {
	for range 10 {
		ref, err := r.store.Reference(name)
		if err != nil {
			return plumbing.ZeroHash, false
		}
		if ref.Type() == plumbing.HashReference {
			return ref.Hash(), true
		}
		name = ref.Target()
	}
	return plumbing.ZeroHash, false
}

// resolveAbbreviation finds the one commit (or tag of one) whose name starts so.
func (r *Repo) resolveAbbreviation(prefix string) (plumbing.Hash, error) {
	if len(prefix) < 4 || len(prefix) >= 40 || strings.Trim(prefix, "0123456789abcdef") != "" {
		return plumbing.ZeroHash, errNoSuchName
	}
	candidates, err := r.withPrefix(prefix)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	found := map[string]plumbing.Hash{}
	for _, h := range candidates {
		if c, err := r.peel(h); err == nil {
			found[c.Hash] = plumbing.NewHash(c.Hash)
		}
	}
	switch len(found) {
	case 0:
		return plumbing.ZeroHash, errNoSuchName
	case 1:
		for _, h := range found {
			return h, nil
		}
	}
	return plumbing.ZeroHash, fmt.Errorf("it begins the names of %d commits: give more digits", len(found))
}

// withPrefix lists the objects whose name begins so, in every store. Their own search knows whole bytes only.
func (r *Repo) withPrefix(prefix string) ([]plumbing.Hash, error) {
	whole, err := hexBytes(prefix[:len(prefix)&^1])
	if err != nil {
		return nil, errNoSuchName
	}
	var out []plumbing.Hash
	for _, store := range r.library.stores {
		hashes, err := store.HashesWithPrefix(whole)
		if err != nil {
			return nil, fmt.Errorf("cannot search the objects: %v", err)
		}
		out = append(out, hashes...)
	}
	return slices.DeleteFunc(out, func(h plumbing.Hash) bool { return !strings.HasPrefix(h.String(), prefix) }), nil
}

// peel follows annotated tags to the commit they name.
func (r *Repo) peel(h plumbing.Hash) (Commit, error) {
	for range 10 {
		data, err := r.source.read(h, plumbing.TagObject)
		if errors.Is(err, ErrMissingObject) {
			return Commit{}, err
		}
		if err != nil {
			return r.commit(h) // it is no tag; whether it is a commit, commit says
		}
		tag, err := decodeTag(data)
		if err != nil {
			return Commit{}, fmt.Errorf("tag %s cannot be read: %v", h, err)
		}
		h = tag.Target
	}
	return Commit{}, fmt.Errorf("tag %s names a tag that names a tag, and so on", h)
}

func decodeTag(data []byte) (object.Tag, error) {
	var raw plumbing.MemoryObject
	raw.SetType(plumbing.TagObject)
	if _, err := raw.Write(data); err != nil {
		return object.Tag{}, err
	}
	var tag object.Tag
	err := tag.Decode(&raw)
	return tag, err
}
