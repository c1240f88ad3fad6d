package postmortem

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
)

// unproven is a revision without a repository to look it up in: a full SHA names a commit, anything else none.
func unproven(rev string) Revision {
	switch {
	case rev == "":
		return Revision{Why: "the bundle does not name it"}
	case evidence.FullSHA.MatchString(rev):
		return Revision{As: rev, Why: "no repository to look it up in"}
	default:
		return Revision{As: rev, Why: fmt.Sprintf("%s names no revision: it means another commit tomorrow, and there is no repository to look it up in", rev)}
	}
}

// resolve says which commit a revision of the manifest is. HEAD, a branch, an abbreviation and a tag that was made or
// moved after the roll-out are unresolved: today they may name something that never ran. So is a tag that is moved by custom.
func resolve(repo Repository, rev string, d *evidence.Deployment) Revision {
	out := Revision{As: rev}
	switch {
	case rev == "":
		out.Why = "the bundle does not name it"
	case evidence.FullSHA.MatchString(rev):
		if out.Commit = held(repo, rev, d); out.Commit == "" {
			out.Why = fmt.Sprintf("the repository does not hold commit %s; fetch it, or name the repository that it is of", rev)
			if d.Unit != "" {
				out.Why += ": Argo CD records the revisions of the manifests"
			}
		}
	case isImage(rev):
		out.Why = imageWhy(rev)
	default:
		out.Commit, out.Why = resolveTag(repo, rev, d.At)
	}
	return out
}

// held looks a full SHA up, and in its place the other ones that a record of several sources names.
func held(repo Repository, rev string, d *evidence.Deployment) string {
	names := []string{rev}
	if rev == d.Revision {
		names = append(names, d.Others...)
	}
	for _, name := range names {
		if !evidence.FullSHA.MatchString(name) {
			continue
		}
		if c, err := repo.Commit(name); err == nil {
			return c.Hash
		}
	}
	return ""
}

// isImage tells the name of an image, or a digest, from that of a tag: git allows no colon in one.
func isImage(rev string) bool { return strings.Contains(rev, ":") }

func imageWhy(rev string) string {
	_, tag, _ := strings.Cut(rev[strings.LastIndexByte(rev, '/')+1:], ":")
	if !strings.Contains(rev, "sha256:") && evidence.MovingTag(tag) {
		return fmt.Sprintf("%s names no revision: %s is moved from build to build; give the digest that ran, sha256:…, with what 'docker image inspect' or 'skopeo inspect' says of it", rev, tag)
	}
	return fmt.Sprintf("nothing says which commit the image %s was built from: give what 'docker image inspect' or 'skopeo inspect' says of it, with the label org.opencontainers.image.revision", rev)
}

func resolveTag(repo Repository, name string, deployed time.Time) (commit, why string) {
	if evidence.MovingTag(name) {
		return "", fmt.Sprintf("%s names no revision: only a full SHA or a tag of the repository that stays does, because %s means another commit tomorrow", name, name)
	}
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

// aside reports whether what was deployed does not have what ran before in its past: it went back, or stands on another branch. What is true of the
// one and not of the other is then new to production, whatever commit it comes from.
func (c *code) aside() bool {
	return c.relation.Kind == history.Behind || c.relation.Kind == history.Diverged || c.relation.Kind == history.Unrelated
}

// relationWords says how the deployed commit stands to the previous one where it does not simply follow.
func (c *code) relationWords() string {
	now, before := short(c.deployed.Commit), short(c.previous.Commit)
	r := c.relation
	switch r.Kind {
	case history.Same:
		return fmt.Sprintf("the deployment ran the commit that ran before, %s", now)
	case history.Behind:
		return fmt.Sprintf("the deployment went back: %s lies in the past of %s, and %s left behind with what it mended", now, before, plural(r.Lost, "commit was", "commits were"))
	case history.Unrelated:
		return fmt.Sprintf("%s and %s have no commit in common", now, before)
	case history.Diverged:
		out := fmt.Sprintf("the deployment stands on another branch: %s has %s that %s lacks, and lacks %s of it; they parted after %s",
			now, plural(r.Gained, "commit", "commits"), before, plural(r.Lost, "commit", "commits"), short(r.Base))
		for _, p := range r.Picked[:min(len(r.Picked), 5)] {
			out += fmt.Sprintf("; %s is %s under another name and ran before", short(p.Commit), short(p.Same))
		}
		return out
	}
	return ""
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
