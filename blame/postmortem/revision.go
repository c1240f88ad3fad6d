package postmortem

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/pattern"
)

var fullSHA = pattern.New(`^[0-9a-f]{40}$`)

// unproven is a revision without a repository to look it up in: a full SHA names a commit, anything else none.
func unproven(rev string) Revision {
	switch {
	case rev == "":
		return Revision{Why: "the bundle does not name it"}
	case fullSHA.MatchString(rev):
		return Revision{As: rev, Why: "no repository to look it up in"}
	default:
		return Revision{As: rev, Why: fmt.Sprintf("%s names no revision: it means another commit tomorrow, and there is no repository to look it up in", rev)}
	}
}

// resolve says which commit a revision of the manifest is. HEAD, a branch, an abbreviation and a tag that was made or
// moved after the roll-out are unresolved: today they may name something that never ran.
func resolve(repo Repository, rev string, d *evidence.Deployment) Revision {
	out := Revision{As: rev}
	switch {
	case rev == "":
		out.Why = "the bundle does not name it"
	case fullSHA.MatchString(rev):
		c, err := repo.Commit(rev)
		if err != nil {
			out.Why = fmt.Sprintf("the repository does not hold commit %s; fetch it", rev)
			return out
		}
		out.Commit = c.Hash
	default:
		out.Commit, out.Why = resolveTag(repo, rev, d.At)
	}
	return out
}

func resolveTag(repo Repository, name string, deployed time.Time) (commit, why string) {
	tags, err := repo.Tags()
	if err != nil {
		return "", "the tags of the repository cannot be read"
	}
	for _, t := range tags {
		if t.Name != name {
			continue
		}
		if !deployed.IsZero() && t.Tagged.After(deployed) {
			return "", fmt.Sprintf("tag %s was made or moved on %s, after the roll-out", name, stamp(t.Tagged))
		}
		return t.Commit, ""
	}
	return "", fmt.Sprintf("%s names no revision: only a full SHA or a tag of the repository does, because HEAD, branches and abbreviations mean another commit tomorrow", name)
}

// tagBefore names the youngest tag in the past of a commit: a hint for those who have to say what ran before, and no
// proof that it did.
func tagBefore(ctx context.Context, repo Repository, commit string) string {
	tags, err := repo.Tags() // oldest first
	if err != nil {
		return ""
	}
	for _, t := range slices.Backward(tags) {
		if t.Commit == commit {
			continue
		}
		if in, err := repo.IsAncestor(ctx, t.Commit, commit); err == nil && in {
			return t.Name
		}
	}
	return ""
}

// Resolve says which commit a deployed revision is, by the same rules that a post-mortem goes by.
func Resolve(repo Repository, rev string, d *evidence.Deployment) Revision {
	return resolve(repo, rev, d)
}
