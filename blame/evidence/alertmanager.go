package evidence

import (
	"encoding/json"
	"fmt"
	"time"
)

// Alertmanager's `/api/v2/alerts`, and the body of its webhook. The API lists what is active now: an alert that was resolved is not in
// it. The `endsAt` of a firing alert lies in the future and says when it would be resolved if nobody repeated it.
// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml

type amAlert struct {
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	StartsAt    time.Time         `json:"startsAt"`
	EndsAt      time.Time         `json:"endsAt"`
	Status      json.RawMessage   `json:"status"` // {"state": "active"} of the API, "firing" of the webhook
}

func sniffAlertmanager(h *head) bool {
	return h.has("[]/labels", "[]/startsAt") || h.has("/alerts[]/labels", "/alerts[]/startsAt")
}

func readAlertmanager(in input) (*output, error) {
	root, err := decode[json.RawMessage](in)
	if err != nil {
		return nil, err
	}
	var alerts []amAlert
	prefix := "/"
	if err := json.Unmarshal(root, &alerts); err != nil {
		var hook struct {
			Alerts []amAlert `json:"alerts"`
		}
		if json.Unmarshal(root, &hook) != nil {
			return nil, jsonError(in, root, err)
		}
		alerts, prefix = hook.Alerts, "/alerts/"
	}
	out := &output{}
	for i, a := range alerts {
		out.facts = append(out.facts, in.alert(fmt.Sprintf("%s%d", prefix, i), a)...)
	}
	if prefix == "/" {
		out.say("Alertmanager lists what was active when it was asked: alerts resolved before are not in it")
	}
	return counted(out), nil
}

// serviceLabels are the labels by which an alert says whom it is about.
var serviceLabels = []string{"service", "app", "job", "container", "pod", "deployment"}

func (in input) own(labels map[string]string) bool {
	named := false
	for _, k := range serviceLabels {
		if v := labels[k]; v != "" {
			if named = true; in.concerns(v) {
				return true
			}
		}
	}
	return !named
}

func (in input) alert(pointer string, a amAlert) []Fact {
	alert := &Alert{Name: a.Labels["alertname"], Severity: a.Labels["severity"], Starts: in.moved(a.StartsAt), Own: in.own(a.Labels)}
	if resolved(a.Status) && !a.EndsAt.IsZero() {
		alert.Ends = in.moved(a.EndsAt)
	}
	var signals []Signal
	words := joined("alert", alert.Name, "firing", a.Annotations["summary"], a.Annotations["description"])
	if alert.Own {
		signals = []Signal{AlertFired}
	} else {
		words += " (of another service)"
	}
	f := in.note("alert", pointer, a.StartsAt, "", words)
	f.Log.Signals, f.Alert, f.Pod = signals, alert, a.Labels["pod"]
	facts := []Fact{f}
	if !alert.Ends.IsZero() {
		end := in.note("alert", pointer+"/endsAt", a.EndsAt, "", joined("alert", alert.Name, "no longer firing"))
		end.Log.Signals, end.Pod = nil, f.Pod
		facts = append(facts, end)
	}
	return facts
}

func resolved(status json.RawMessage) bool {
	var word string
	return json.Unmarshal(status, &word) == nil && word == "resolved"
}
