package evidence

import (
	"fmt"
	"time"
)

// An Argo CD Application (`kubectl get application -o json`, `argocd app get -o json`) and its `status.history`. The revisions are those of
// the repository that holds the manifests, which need not be the service's own.

type argoApp struct {
	Items  []argoApp `json:"items"`
	Status struct {
		History []struct {
			Revision   string    `json:"revision"`
			Revisions  []string  `json:"revisions"`
			DeployedAt time.Time `json:"deployedAt"`
			Source     struct {
				RepoURL        string `json:"repoURL"`
				TargetRevision string `json:"targetRevision"`
			} `json:"source"`
		} `json:"history"`
	} `json:"status"`
}

func sniffArgoCD(h *head) bool {
	return h.has("/kind=Application") || h.has("/items[]/kind=Application") || h.has("/status/history[]/deployedAt")
}

func readArgoCD(in input) (*output, error) {
	root, err := decode[argoApp](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	apps, prefix := []argoApp{root}, []string{""}
	for i, a := range root.Items {
		apps, prefix = append(apps, a), append(prefix, fmt.Sprintf("/items/%d", i))
	}
	for i, a := range apps {
		for j, h := range a.Status.History {
			rev := h.Revision
			if rev == "" && len(h.Revisions) > 0 {
				rev = h.Revisions[0]
			}
			d := Deployment{Revision: rev, At: h.DeployedAt}
			out.facts = append(out.facts, in.deployed(fmt.Sprintf("%s/status/history/%d", prefix[i], j),
				fmt.Sprintf("deployed %s of %s (%s)", rev, h.Source.RepoURL, h.Source.TargetRevision), d, "a revision of the repository of the manifests"))
		}
	}
	if len(out.facts) == 0 {
		return nil, emptyDocument(in, "status.history")
	}
	return counted(out), nil
}
