package evidence

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Argo CD Applications (`kubectl get application -o json`, `argocd app get -o json`, `argocd app list -o json`) and their `status.history`, which
// holds syncs that went through and no others. The revisions are those of the repositories that hold the manifests, which need not be the service's
// own; where the sources set images, those are what ran.

type argoApp struct {
	Items    []argoApp `json:"items"`
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Status struct {
		History []argoSync `json:"history"`
	} `json:"status"`
}

type argoSync struct {
	Revision   string       `json:"revision"`
	Revisions  []string     `json:"revisions"` // one for each of several sources
	DeployedAt time.Time    `json:"deployedAt"`
	Source     argoSource   `json:"source"`
	Sources    []argoSource `json:"sources"`
}

type argoSource struct {
	RepoURL        string `json:"repoURL"`
	TargetRevision string `json:"targetRevision"`
	Kustomize      struct {
		Images []string `json:"images"` // [name=]image
	} `json:"kustomize"`
	Helm struct {
		Parameters []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"parameters"`
	} `json:"helm"`
}

func sniffArgoCD(h *head) bool {
	return h.has("/kind=Application") || h.has("/items[]/kind=Application") || h.has("/status/history[]/deployedAt") || h.has("[]/status/history[]/deployedAt")
}

func readArgoCD(in input) (*output, error) {
	root, err := decode[json.RawMessage](in)
	if err != nil {
		return nil, err
	}
	apps, prefix := []argoApp{}, "/"
	if json.Unmarshal(root, &apps) != nil {
		var one argoApp
		if err := json.Unmarshal(root, &one); err != nil {
			return nil, jsonError(in, root, err)
		}
		apps, prefix = one.Items, "/items/"
		if one.Items == nil {
			apps, prefix = []argoApp{one}, ""
		}
	}
	own := slices.ContainsFunc(apps, func(a argoApp) bool { return in.concerns(a.Metadata.Name) })
	out := &output{}
	for i, a := range apps {
		if own && !in.concerns(a.Metadata.Name) {
			continue // another service's
		}
		at := prefix
		if prefix != "" {
			at += fmt.Sprint(i)
		}
		for j, sync := range a.Status.History {
			out.facts = append(out.facts, in.synced(fmt.Sprintf("%s/status/history/%d", at, j), a.Metadata.Name, sync))
		}
	}
	if len(out.facts) == 0 {
		return nil, emptyDocument(in, "status.history")
	}
	return counted(out), nil
}

// synced makes the fact of one sync.
func (in input) synced(at, app string, s argoSync) Fact {
	sources, revisions := s.Sources, s.Revisions
	if len(sources) == 0 {
		sources = []argoSource{s.Source}
	}
	if len(revisions) == 0 {
		revisions = []string{s.Revision}
	}
	d := Deployment{Revision: revisions[0], At: s.DeployedAt, Unit: app}
	var words []string
	for i, source := range sources {
		if i < len(revisions) {
			words = append(words, fmt.Sprintf("%s of %s (%s)", revisions[i], source.RepoURL, source.TargetRevision))
		}
		d.Others = append(d.Others, source.images()...)
	}
	d.Others = append(d.Others, revisions[1:]...)
	return in.deployed(at, "deployed "+strings.Join(words, ", "), d, "a revision of the repository of the manifests")
}

// images are the images that a source sets, and the tags of a chart's values.
func (s argoSource) images() []string {
	var out []string
	for _, image := range s.Kustomize.Images {
		if _, set, ok := strings.Cut(image, "="); ok {
			image = set
		}
		out = append(out, image)
	}
	for _, p := range s.Helm.Parameters {
		if name := strings.ToLower(p.Name); strings.HasSuffix(name, "image.tag") || strings.HasSuffix(name, "image.digest") {
			out = append(out, p.Value)
		}
	}
	return out
}
