package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/evidence/livetest"
)

// served puts every series of the demo into a real Prometheus, under the names that the demo has them by.
func served(t *testing.T, bundle string) string {
	t.Helper()
	b, err := evidence.Read(bundle)
	if err != nil {
		t.Fatal(err)
	}
	var om strings.Builder
	for _, f := range b.Facts {
		if f.Series == nil {
			continue
		}
		fmt.Fprintf(&om, "# TYPE %s unknown\n", f.Series.Name)
		var labels []string
		for k, v := range f.Series.Labels {
			labels = append(labels, fmt.Sprintf("%s=%q", k, v))
		}
		slices.Sort(labels)
		for _, s := range f.Series.Samples {
			fmt.Fprintf(&om, "%s{%s} %v %d\n", f.Series.Name, strings.Join(labels, ","), s.Value, s.At.Unix())
		}
	}
	return livetest.Prometheus(t, om.String()+livetest.EOF, "groups: [{name: g, rules: [{alert: MemoryHigh, expr: 'container_memory_working_set_bytes > 5e8'}]}]\n")
}

// withoutSources leaves of the demo's bundle only logs and manifest, as it is when somebody begins to collect.
func withoutSources(t *testing.T, bundle string) {
	t.Helper()
	name := filepath.Join(bundle, "incident.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if !strings.Contains(line, ".json,") && !strings.Contains(line, ".csv,") {
			kept = append(kept, line)
		}
	}
	if err := os.WriteFile(name, []byte(strings.Join(kept, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

var demoQueries = []string{
	"--query", "restarts=kube_pod_container_status_restarts_total",
	"--query", "requests=requests_per_second", "--query", "errors=error_rate_percent / 100",
}

// The demo's day, asked of a real Prometheus instead of read from files, leads to the same commit.
func TestIncidentFromALivePrometheus(t *testing.T) {
	p := writeDemo(t)
	server := served(t, p.Bundle)
	withoutSources(t, p.Bundle)
	if s := read(t, mustIncident(t, p.Bundle, "--format", "json")); s.Status == "CONFIRMED" {
		t.Fatal("confirmed without any series")
	}
	s := read(t, mustIncident(t, append([]string{p.Bundle, "--format", "json", "--prometheus", server}, demoQueries...)...))
	if s.Status != "CONFIRMED" || s.RootCause == nil || s.RootCause.Symbol != "_validated" {
		t.Errorf("%s at %d %%, root cause %+v", s.Status, s.Percent, s.RootCause)
	}
}

// What init collects is written into the folder, so that the post-mortem needs no server and stays the same.
func TestIncidentInitCollects(t *testing.T) {
	p := writeDemo(t)
	server, alerts := served(t, p.Bundle), livetest.Alertmanager(t)
	resp, err := http.Post(alerts+"/api/v2/alerts", "application/json", strings.NewReader(`[{"labels":{"alertname":"MemoryHigh","service":"api-gateway"}}]`))
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	resp.Body.Close()
	m, err := evidence.ReadManifest(p.Bundle)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"incident.yaml", "memory.json", "limit.json", "restarts.json", "requests.csv", "errors.csv"} {
		if err := os.Remove(filepath.Join(p.Bundle, name)); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{
		"incident", "init", p.Bundle, "--id", "DEMO-2", "--service", "api-gateway", "--environment", "production", "--repo", "../api-gateway",
		"--from", "2026-02-12T11:15:00Z", "--to", "2026-02-12T12:34:40Z", "--sha", m.Deployed.SHA, "--previous", "v1.0.9", "--at", "2026-02-12T11:15:02Z",
		"--prometheus", server, "--alertmanager", alerts, "--query-from", "2026-02-12T09:00:00Z",
	}, demoQueries...)
	code, out, errs := growlint(t, args...)
	if code != exitClean {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	for _, absent := range []string{"the memory series", "what ran before", "the alerts that fired", "the alert rules"} {
		if strings.Contains(out, absent) {
			t.Errorf("said to be missing, and there: %s", absent)
		}
	}
	for _, missing := range []string{"Missing, most useful first", "feature flags and data changes", "node_memory_MemAvailable_bytes"} {
		if !strings.Contains(out, missing) {
			t.Errorf("missing, and not said: %s\n%s", missing, out)
		}
	}
	if s := read(t, mustIncident(t, p.Bundle, "--format", "json")); s.Status != "CONFIRMED" {
		t.Errorf("%s at %d %%", s.Status, s.Percent)
	}
	if code, _, errs := growlint(t, "incident", "init", p.Bundle, "--id", "X", "--service", "s"); code != exitInput || !strings.Contains(errs, "is there already") {
		t.Errorf("a second init: %d, %s", code, errs)
	}
}
