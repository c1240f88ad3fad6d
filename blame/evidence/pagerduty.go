package evidence

import (
	"fmt"
	"time"
)

// PagerDuty's `/incidents/{id}/log_entries`: what happened to an incident, newest first. The trigger is when somebody could know, the
// acknowledgement when somebody did. The resolution ends the incident there, which may be long after the service was well again.
// https://developer.pagerduty.com/api-reference/ (Log Entries)

type pdEntry struct {
	Type      string    `json:"type"`
	CreatedAt time.Time `json:"created_at"`
	Summary   string    `json:"summary"`
	Agent     struct {
		Summary string `json:"summary"`
		Type    string `json:"type"`
	} `json:"agent"`
	Channel struct {
		Summary string `json:"summary"`
		Subject string `json:"subject"`
	} `json:"channel"`
	Service struct {
		Summary string `json:"summary"`
	} `json:"service"`
}

func sniffPagerDuty(h *head) bool { return h.has("/log_entries[]/type", "/log_entries[]/created_at") }

func readPagerDuty(in input) (*output, error) {
	doc, err := decode[struct {
		Entries []pdEntry `json:"log_entries"`
		More    bool      `json:"more"`
	}](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	signals := map[string]Signal{"trigger_log_entry": AlertFired, "acknowledge_log_entry": Acknowledged, "resolve_log_entry": Ended}
	for i, e := range doc.Entries {
		s, ok := signals[e.Type]
		if !ok {
			out.records++
			continue
		}
		who := ""
		if e.Agent.Type == "user_reference" {
			who = "by a person" // names are nobody's business in a post-mortem
		}
		f := in.note("alert", fmt.Sprintf("/log_entries/%d", i), e.CreatedAt, "", joined("PagerDuty:", string(s), e.Channel.Subject, who))
		f.Log.Signals = []Signal{s}
		if s == AlertFired {
			f.Alert = &Alert{Name: excerpt(joined(e.Channel.Subject, e.Channel.Summary)), Starts: f.At, Own: true}
		}
		out.facts = append(out.facts, f)
	}
	if len(out.facts) == 0 {
		return nil, emptyDocument(in, "trigger, acknowledgement or resolution")
	}
	if doc.More {
		out.say("the answer says that there are more log entries; ask for the next page")
	}
	return counted(out), nil
}
