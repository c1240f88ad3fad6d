package evidence

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/pattern"
)

// RollOut returns the deployment that the incident is about, or nil: the manifest's; where it gives no time, the record of a
// deployment system with the same revision; without either, the last record that was live before the end of the window.
func (b *Bundle) RollOut() *Fact {
	records := b.liveRecords()
	own := b.manifestDeployment()
	var last *Fact
	for _, r := range records {
		switch {
		case own != nil && sameRevision(own.Deployment, r.Deployment):
			last = r
		case own == nil && (b.windowEnd().IsZero() || !r.At.After(b.windowEnd())):
			last = r
		}
	}
	if own != nil && (!own.At.IsZero() || last == nil) {
		return own
	}
	return last
}

// settleRollOut fills in, once, what other records say of the roll-out: commits of tags and images, what ran before.
func (b *Bundle) settleRollOut() {
	own, records := b.manifestDeployment(), b.liveRecords()
	for _, f := range records {
		b.resolveRecord(f)
	}
	if own != nil {
		b.resolveRecord(own)
	}
	chosen := b.RollOut()
	if chosen == nil {
		return
	}
	if own != nil && chosen != own {
		chosen.Deployment.Previous = own.Deployment.Previous
	}
	b.fillPrevious(chosen, records)
}

func (b *Bundle) manifestDeployment() *Fact {
	for i := range b.Facts {
		if f := &b.Facts[i]; f.Deployment != nil && f.Path == ManifestName {
			return f
		}
	}
	return nil
}

// liveRecords are the records of deployment systems that became live, oldest first.
func (b *Bundle) liveRecords() []*Fact {
	records := b.Select(b.live)
	slices.SortStableFunc(records, func(x, y *Fact) int { return x.At.Compare(y.At) })
	return records
}

// LiveDeployments returns every record of a deployment that became live, the manifest's among them.
func (b *Bundle) LiveDeployments() []*Fact {
	return b.Select(func(f *Fact) bool {
		return f.Deployment != nil && !f.At.IsZero() && (f.Path == ManifestName || b.live(f))
	})
}

func (b *Bundle) windowEnd() time.Time {
	if b.Manifest == nil {
		return time.Time{}
	}
	return b.Manifest.Window.To
}

// live reports whether a record of a deployment system became live in the manifest's environment.
func (b *Bundle) live(f *Fact) bool {
	d := f.Deployment
	if d == nil || f.Path == ManifestName || f.At.IsZero() || d.Failed {
		return false
	}
	return d.Environment == "" || b.Manifest == nil || b.Manifest.Environment == "" || strings.EqualFold(d.Environment, b.Manifest.Environment)
}

// sameRevision goes by the commits where both are known: many deployments are of one branch.
func sameRevision(a, b *Deployment) bool {
	if FullSHA.MatchString(a.Revision) && FullSHA.MatchString(b.Revision) {
		return a.Revision == b.Revision
	}
	return a.Revision != "" && a.Revision == b.Revision || a.Version != "" && a.Version == b.Version
}

// fillPrevious takes the last different revision that was live before in the same environment as what ran before, where nobody says
// what did.
func (b *Bundle) fillPrevious(chosen *Fact, records []*Fact) {
	if chosen.Deployment.Previous != "" || chosen.At.IsZero() {
		return
	}
	environment := chosen.Deployment.Environment
	for _, r := range records {
		if environment == "" && sameRevision(r.Deployment, chosen.Deployment) {
			environment = r.Deployment.Environment
		}
	}
	for _, r := range slices.Backward(records) {
		elsewhere := environment != "" && !strings.EqualFold(r.Deployment.Environment, environment)
		if r.At.Before(chosen.At) && !elsewhere && !sameRevision(r.Deployment, chosen.Deployment) {
			chosen.Deployment.Previous = r.Deployment.Revision
			chosen.Transformation += "; previous revision from " + r.Path + r.Pointer
			return
		}
	}
}

// resolveRecord makes a commit of a tag or an image, where the bundle holds the record that says which.
func (b *Bundle) resolveRecord(f *Fact) {
	d := f.Deployment
	for _, written := range append([]string{d.Revision}, d.Others...) {
		if commit, how := b.commitOf(written, f.At); commit != "" {
			f.Transformation += "; commit from " + how
			d.Version, d.Revision = cmp.Or(d.Version, written), commit
			break
		}
	}
	if commit, how := b.commitOf(d.Previous, f.At); commit != "" {
		f.Transformation += "; previous commit from " + how
		d.Previous = commit
	}
}

// commitOf asks images and tags for the commit of a name, and says which told it. "" where none knows it, and where two tell different ones. A tag
// counts as it was when something was deployed.
func (b *Bundle) commitOf(name string, deployed time.Time) (commit, how string) {
	if name == "" || FullSHA.MatchString(name) {
		return "", ""
	}
	by := func(f *Fact, said, record string) bool {
		if said == "" || commit == said {
			return true
		}
		different := commit != ""
		commit, how = said, record+", "+f.Path
		return !different
	}
	for i := range b.Facts {
		f := &b.Facts[i]
		if f.Image != nil && f.Image.called(name) && !by(f, f.Image.Revision, "the revision label of the image") {
			return "", ""
		}
	}
	if commit != "" {
		return commit, how
	}
	var last *Fact
	for i := range b.Facts {
		f := &b.Facts[i]
		if f.Tag != nil && f.Tag.Name == name && (deployed.IsZero() || !f.Tag.At.After(deployed)) && (last == nil || f.Tag.At.After(last.Tag.At)) {
			last = f
		}
	}
	if last == nil {
		return "", ""
	}
	return last.Tag.Commit, "the tag, " + last.Path
}

// FullSHA is the whole name of a commit: the one revision that means the same tomorrow.
var FullSHA = pattern.New(`^[0-9a-f]{40}$`)

// called reports whether a deployment names this image: by a name or a digest, or, as charts do, by its version alone. What a moving tag
// means changes from build to build, so that it names none.
func (i *Image) called(name string) bool {
	if _, digest, ok := strings.Cut(name, "@"); ok {
		name = digest // the tag before it is a comment
	}
	if MovingTag(tagOf(name)) {
		return false
	}
	return i.Version == name || slices.ContainsFunc(i.Names, func(n string) bool { return sameImage(n, name) || tagOf(n) == name })
}

// tagOf returns the tag in the name of an image, what is no name of an image as it is, and "latest" where an image is named without one.
func tagOf(name string) string {
	if strings.HasPrefix(name, "sha256:") || strings.Contains(name, "@") {
		return ""
	}
	last := name[strings.LastIndexByte(name, '/')+1:]
	if _, tag, ok := strings.Cut(last, ":"); ok {
		return tag
	}
	if last != name {
		return "latest"
	}
	return name
}

// movingTags are names that by custom mean the newest of something: another commit tomorrow.
var movingTags = []string{
	"latest", "head", "main", "master", "trunk", "develop", "development", "dev", "stable", "edge", "nightly", "canary", "current", "rolling",
	"live", "prod", "production", "staging", "stage", "release", "preview", "test", "testing", "qa", "beta", "alpha", "rc", "snapshot", "unstable",
}

// MovingTag reports whether a tag, of an image or of git, is one that is moved by custom.
func MovingTag(name string) bool { return slices.Contains(movingTags, strings.ToLower(name)) }

// sameImage compares names of images; a digest names the same image with and without its repository.
func sameImage(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	_, da, oka := strings.Cut(a, "@")
	if !oka {
		da = a
	}
	_, db, okb := strings.Cut(b, "@")
	if !okb {
		db = b
	}
	return a == b || da == db && strings.HasPrefix(da, "sha256:")
}
