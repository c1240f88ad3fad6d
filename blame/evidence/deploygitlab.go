package evidence

import (
	"fmt"
	"time"
)

// GitLab's Deployments API. A deployment is live when its job has finished with success; `created_at` is when the job was made.
// https://docs.gitlab.com/api/deployments/

type glDeployment struct {
	SHA         string    `json:"sha"`
	Ref         string    `json:"ref"`
	Status      string    `json:"status"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	Environment struct {
		Name string `json:"name"`
	} `json:"environment"`
	Deployable *struct {
		FinishedAt time.Time `json:"finished_at"`
		Tag        bool      `json:"tag"`
	} `json:"deployable"`
}

func sniffGitLab(h *head) bool { return h.has("[]/sha", "[]/iid", "[]/environment/name") }

func readGitLab(in input) (*output, error) {
	list, err := decode[[]glDeployment](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	for i, g := range list {
		d := Deployment{Revision: g.SHA, Environment: g.Environment.Name}
		done := ""
		switch {
		case g.Status != "success":
			d.Failed = g.Status == "failed" || g.Status == "canceled"
			done = "status " + g.Status + ": not live"
		case g.Deployable != nil && !g.Deployable.FinishedAt.IsZero():
			d.At, done = g.Deployable.FinishedAt, "time at which its job finished"
		default:
			d.At, done = g.UpdatedAt, "time of its last update; the job's end is not in the file"
		}
		if g.Deployable != nil && g.Deployable.Tag {
			d.Version = g.Ref
		}
		out.facts = append(out.facts, in.deployed(fmt.Sprintf("/%d", i), fmt.Sprintf("deployed %s = %s to %s: %s", g.Ref, g.SHA, g.Environment.Name, g.Status), d, done))
	}
	return counted(out), nil
}
