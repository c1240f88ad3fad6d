package evidence

import (
	"encoding/json"
	"fmt"
	"time"
)

// GitHub's Deployments API with the statuses of each deployment put in as `statuses`. `created_at` of a deployment is when somebody
// asked for it; it is live at its first `success`.
// https://docs.github.com/en/rest/deployments. Pages that were put together (`gh api --paginate --slurp`) are lists in a list.

type ghDeployment struct {
	SHA         string     `json:"sha"`
	Ref         string     `json:"ref"`
	Environment string     `json:"environment"`
	CreatedAt   time.Time  `json:"created_at"`
	Statuses    []ghStatus `json:"statuses"`
}

type ghStatus struct {
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
}

func sniffGitHub(h *head) bool {
	one := h.has("[]/sha", "[]/environment", "[]/created_at", "[]/ref") && !h.has("[]/iid")
	return one || h.has("[][]/sha", "[][]/environment", "[][]/created_at", "[][]/ref")
}

func readGitHub(in input) (*output, error) {
	root, err := decode[json.RawMessage](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	var pages [][]ghDeployment
	if json.Unmarshal(root, &pages) == nil {
		for p, page := range pages {
			for i, g := range page {
				out.facts = append(out.facts, in.github(fmt.Sprintf("/%d/%d", p, i), g))
			}
		}
		return counted(out), nil
	}
	var list []ghDeployment
	if err := json.Unmarshal(root, &list); err != nil {
		return nil, jsonError(in, root, err)
	}
	for i, g := range list {
		out.facts = append(out.facts, in.github(fmt.Sprintf("/%d", i), g))
	}
	return counted(out), nil
}

// github makes the fact of one deployment.
func (in input) github(at string, g ghDeployment) Fact {
	d := Deployment{Version: g.Ref, Revision: g.SHA, Environment: g.Environment}
	if g.Ref == g.SHA {
		d.Version = ""
	}
	for _, s := range g.Statuses {
		switch s.State {
		case "success":
			if d.At.IsZero() || s.CreatedAt.Before(d.At) {
				d.At = s.CreatedAt
			}
		case "failure", "error":
			d.Failed = true
		}
	}
	words := fmt.Sprintf("deployed %s = %s to %s", g.Ref, g.SHA, g.Environment)
	if !d.At.IsZero() {
		d.Failed = false // later on, when it was live
		return in.deployed(at, words, d, "time of the first success status")
	}
	done := "no success status: created_at is not when it was live"
	if d.Failed {
		done = "it failed, and never was live"
	}
	if len(g.Statuses) == 0 {
		done = "no statuses: add those of gh api repos/OWNER/REPO/deployments/ID/statuses as \"statuses\"; created_at is not when it was live"
	}
	return in.deployed(at, words+", asked for at "+stamp(in.moved(g.CreatedAt))+", not known to have become live", d, done)
}
