package evidence

import (
	"fmt"
	"time"
)

// GitHub's Deployments API with the statuses of each deployment put in as `statuses`. `created_at` of a deployment is when somebody
// asked for it; it is live at its first `success`.
// https://docs.github.com/en/rest/deployments

type ghDeployment struct {
	SHA         string    `json:"sha"`
	Ref         string    `json:"ref"`
	Environment string    `json:"environment"`
	CreatedAt   time.Time `json:"created_at"`
	Statuses    []struct {
		State     string    `json:"state"`
		CreatedAt time.Time `json:"created_at"`
	} `json:"statuses"`
}

func sniffGitHub(h *head) bool {
	return h.has("[]/sha", "[]/environment", "[]/created_at", "[]/ref") && !h.has("[]/iid")
}

func readGitHub(in input) (*output, error) {
	list, err := decode[[]ghDeployment](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	for i, g := range list {
		d := Deployment{Version: g.Ref, Revision: g.SHA, Environment: g.Environment}
		if g.Ref == g.SHA {
			d.Version = ""
		}
		done := "time of the first success status"
		bad := false
		for _, s := range g.Statuses {
			switch s.State {
			case "success":
				if d.At.IsZero() || s.CreatedAt.Before(d.At) {
					d.At = s.CreatedAt
				}
			case "failure", "error":
				bad = true
			}
		}
		words := fmt.Sprintf("deployed %s = %s to %s", g.Ref, g.SHA, g.Environment)
		if d.At.IsZero() {
			d.Failed = bad
			words += ", asked for at " + stamp(in.moved(g.CreatedAt)) + ", not known to have become live"
			done = "no success status: created_at is not when it was live"
		}
		out.facts = append(out.facts, in.deployed(fmt.Sprintf("/%d", i), words, d, done))
	}
	return counted(out), nil
}
