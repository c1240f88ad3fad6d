package evidence

import (
	"slices"
	"strings"
	"time"
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

func sameRevision(a, b *Deployment) bool {
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
	for i := range b.Facts {
		g := &b.Facts[i]
		switch {
		case g.Image != nil && g.Image.Revision != "" && slices.ContainsFunc(g.Image.Names, func(n string) bool { return sameImage(n, d.Revision) }):
			f.Transformation += "; commit from the revision label of the image, " + g.Path
			d.Revision = g.Image.Revision
		case g.Tag != nil && g.Tag.Name == d.Revision && (f.At.IsZero() || !g.Tag.At.After(f.At)):
			f.Transformation += "; commit from the tag, " + g.Path
			d.Version, d.Revision = g.Tag.Name, g.Tag.Commit
		case g.Tag != nil && g.Tag.Name == d.Previous && (f.At.IsZero() || !g.Tag.At.After(f.At)):
			f.Transformation += "; previous commit from the tag, " + g.Path
			d.Previous = g.Tag.Commit
		case g.Image != nil && g.Image.Revision != "" && slices.ContainsFunc(g.Image.Names, func(n string) bool { return sameImage(n, d.Previous) }):
			f.Transformation += "; previous commit from the revision label of the image, " + g.Path
			d.Previous = g.Image.Revision
		}
	}
}

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
