package evidence

import (
	"fmt"
	"time"
)

// `helm history RELEASE -o json`. It knows a chart and an application version, and no commit.

type helmRevision struct {
	Revision    int       `json:"revision"`
	Updated     time.Time `json:"updated"`
	Status      string    `json:"status"`
	Chart       string    `json:"chart"`
	AppVersion  string    `json:"app_version"`
	Description string    `json:"description"`
}

func sniffHelm(h *head) bool { return h.has("[]/revision", "[]/updated", "[]/chart") }

func readHelm(in input) (*output, error) {
	list, err := decode[[]helmRevision](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	for i, r := range list {
		d := Deployment{Version: r.AppVersion, Revision: r.AppVersion}
		done := "helm records no commit"
		if r.Status == "deployed" || r.Status == "superseded" {
			d.At = r.Updated
		} else {
			d.Failed = r.Status == "failed"
			done += "; status " + r.Status + ": not live"
		}
		words := fmt.Sprintf("helm revision %d, chart %s, application %s: %s (%s)", r.Revision, r.Chart, r.AppVersion, r.Status, r.Description)
		out.facts = append(out.facts, in.deployed(fmt.Sprintf("/%d", i), words, d, done))
	}
	return counted(out), nil
}
