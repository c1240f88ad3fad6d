package evidence

import (
	"strings"
	"testing"
)

const (
	before = "1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a"
	after  = "2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"
)

// github is a record of both versions in production, of a failed one and of one elsewhere.
const github = `[
 {"sha":"3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c","ref":"v1.1.1","environment":"production","created_at":"2026-02-12T11:50:00Z","statuses":[{"state":"failure","created_at":"2026-02-12T11:51:00Z"}]},
 {"sha":"` + after + `","ref":"v1.1.0","environment":"production","created_at":"2026-02-12T11:10:00Z","statuses":[{"state":"success","created_at":"2026-02-12T11:15:02Z"}]},
 {"sha":"4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d","ref":"main","environment":"staging","created_at":"2026-02-12T11:12:00Z","statuses":[{"state":"success","created_at":"2026-02-12T11:14:00Z"}]},
 {"sha":"` + before + `","ref":"v1.0.9","environment":"production","created_at":"2026-02-03T09:00:00Z","statuses":[{"state":"success","created_at":"2026-02-03T09:04:00Z"}]}]`

func TestRollOut(t *testing.T) {
	sources := "sources:\n  - {path: d.json}\n"
	for name, c := range map[string]struct {
		manifest, revision, previous, at, says string
		files                                  map[string]string
	}{
		"the manifest's own":                                       {"deployed: {sha: " + after + ", previous: x, at: 2026-02-12T11:00:00Z}\n" + sources, after, "x", "11:00:00", asWritten, nil},
		"its time from the record of the same revision":            {"deployed: {sha: " + after + "}\n" + sources, after, before, "11:15:02", "first success", nil},
		"what ran before from the record":                          {"deployed: {sha: " + after + ", at: 2026-02-12T11:15:02Z}\n" + sources, after, before, "11:15:02", "previous revision from d.json/3", nil},
		"the last that was live in the environment":                {"environment: production\n" + sources, after, before, "11:15:02", "first success", nil},
		"the last that was live anywhere, without environment":     {sources, after, before, "11:15:02", "first success", nil},
		"not one from after the window":                            {"environment: production\nwindow: {from: 2026-02-04T00:00:00Z, to: 2026-02-05T00:00:00Z}\n" + sources, before, "", "09:04:00", "first success", nil},
		"a tag through the list of tags":                           {"deployed: {tag: v1.1.0, previous: v1.0.9, at: 2026-02-12T11:15:02Z}\n" + sources, after, before, "11:15:02", "commit from the tag", map[string]string{"d.json": before + "  refs/tags/v1.0.9 2026-02-02T12:30:00Z\n" + strings.Repeat("ff", 20) + " " + after + " refs/tags/v1.1.0 2026-02-12T10:41:36Z\n"}},
		"not a tag that was made after the roll-out":               {"deployed: {tag: v1.1.0, previous: p, at: 2026-02-12T10:00:00Z}\n" + sources, "v1.1.0", "p", "10:00:00", asWritten, map[string]string{"d.json": after + "  refs/tags/v1.1.0 2026-02-12T10:41:36Z\n"}},
		"an image through its revision label":                      {"deployed: {image: 'reg.example/orders:1.1.0', previous: p, at: 2026-02-12T10:00:00Z}\n" + sources, after, "p", "10:00:00", "revision label", map[string]string{"d.json": `[{"RepoTags":["reg.example/orders:1.1.0"],"RepoDigests":[],"Config":{"Labels":{"org.opencontainers.image.revision":"` + after + `"}}}]`}},
		"a digest with or without the name of the repository":      {"deployed: {digest: 'sha256:ab', previous: p, at: 2026-02-12T10:00:00Z}\n" + sources, after, "p", "10:00:00", "revision label", map[string]string{"d.json": `[{"RepoTags":[],"RepoDigests":["reg.example/orders@sha256:ab"],"Config":{"Labels":{"org.opencontainers.image.revision":"` + after + `"}}}]`}},
		"what ran before, where all deployments are of one branch": {"deployed: {sha: " + after + "}\n" + sources, after, before, "11:15:02", "first success", map[string]string{"d.json": strings.NewReplacer("v1.1.0", "main", "v1.0.9", "main").Replace(github)}},
		"not an image by a tag that is moved by custom":            {"deployed: {image: 'reg.example/orders:latest', previous: p, at: 2026-02-12T10:00:00Z}\n" + sources, "reg.example/orders:latest", "p", "10:00:00", asWritten, map[string]string{"d.json": `[{"RepoTags":["reg.example/orders:latest"],"RepoDigests":[],"Config":{"Labels":{"org.opencontainers.image.revision":"` + after + `"}}}]`}},
		"the tag as it was at the roll-out, of two lists":          {"deployed: {tag: v1.1.0, previous: p, at: 2026-02-12T11:15:02Z}\n" + sources, after, "p", "11:15:02", "commit from the tag", map[string]string{"d.json": before + "  refs/tags/v1.1.0 2026-02-02T12:30:00Z\n" + after + "  refs/tags/v1.1.0 2026-02-12T10:41:36Z\n" + strings.Repeat("ff", 20) + "  refs/tags/v1.1.0 2026-02-12T12:41:36Z\n"}},
	} {
		files := map[string]string{"incident.yaml": preamble + c.manifest, "d.json": github}
		for k, v := range c.files {
			files[k] = v
		}
		b := read(t, files)
		f := b.RollOut()
		if f == nil {
			t.Errorf("%s: none", name)
			continue
		}
		d := f.Deployment
		if d.Revision != c.revision || d.Previous != c.previous || f.At.Format("15:04:05") != c.at || !strings.Contains(f.Transformation, c.says) {
			t.Errorf("%s: revision %s, previous %s, at %s, %s", name, d.Revision, d.Previous, f.At, f.Transformation)
		}
	}
}
