package evidence

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/growlint/growlint/blame/evidence/livetest"
)

var liveStart = time.Date(2026, 2, 12, 8, 0, 0, 0, time.UTC)

const liveRules = `groups:
  - name: memory
    rules:
      - alert: ContainerMemoryHigh
        expr: container_memory_working_set_bytes > 5e8
        for: 5m
        labels: {severity: page}
      - record: job:memory:max
        expr: max(container_memory_working_set_bytes)
`

// livePrometheus holds six hours of two pods of orders, of another service, and of requests.
func livePrometheus(t *testing.T) string {
	t.Helper()
	const n = 6 * 240
	memory, requests := make([]float64, n), make([]float64, n)
	for i := range n {
		memory[i], requests[i] = 120e6+float64(i)*1000, float64(i)*15*100
	}
	const name = "container_memory_working_set_bytes"
	lines := livetest.Series(name, `container="orders",pod="orders-0"`, liveStart, 15*time.Second, memory)
	for _, labels := range []string{`container="orders",pod="orders-1"`, `container="billing",pod="billing-0"`} {
		_, more, _ := strings.Cut(livetest.Series(name, labels, liveStart, 15*time.Second, memory), "\n")
		lines += more
	}
	counter := strings.ReplaceAll(livetest.Series("http_requests_total", `job="orders",status="200"`, liveStart, 15*time.Second, requests), "# TYPE http_requests_total gauge", "# TYPE http_requests counter")
	return livetest.Prometheus(t, lines+counter+livetest.EOF, liveRules)
}

func liveManifest(t *testing.T, more string) *Manifest {
	t.Helper()
	m, err := ParseManifest([]byte("id: X\nservice: orders\nwindow: {from: 2026-02-12T11:00:00Z, to: 2026-02-12T13:00:00Z}\ndeployed: {sha: x, at: 2026-02-12T11:00:00Z}\n" + more))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// What a real Prometheus answers becomes the same facts as an export of it, also where it takes several questions to get all of it.
func TestLivePrometheus(t *testing.T) {
	server := livePrometheus(t)
	m := liveManifest(t, "")
	got, err := Collect(context.Background(), m, Live{Prometheus: server, Step: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	b := bundleOf(t, m, got)
	series := b.SeriesOf(Memory)
	if len(series) != 2 || series[0].Pod != "orders-0" || series[1].Pod != "orders-1" {
		t.Fatalf("memory: %+v", series)
	}
	// From 09:00 (as much before the roll-out as after it) to 13:00, once a second: 14,401 points, of which one answer holds 11,000.
	s := series[0].Series
	if len(s.Samples) != 4*3600+1 || !s.Samples[0].At.Equal(liveStart.Add(time.Hour)) || !s.Samples[len(s.Samples)-1].At.Equal(liveStart.Add(5*time.Hour)) {
		t.Errorf("%d samples from %s to %s", len(s.Samples), s.Samples[0].At, s.Samples[len(s.Samples)-1].At)
	}
	if want := 120e6 + 240*1000.0; s.Samples[0].Value != want || s.Measure != "working set" || s.Unit != "bytes" {
		t.Errorf("first value %v, want %v; %s in %s", s.Samples[0].Value, want, s.Measure, s.Unit)
	}
	rate := b.SeriesOf(Requests)
	if len(rate) != 1 || median(rate[0].Series.Samples) < 99 || median(rate[0].Series.Samples) > 101 {
		t.Errorf("requests: %+v", rate)
	}
	rules := b.Select(func(f *Fact) bool { return f.Rule != nil })
	if len(rules) != 1 || rules[0].Rule.Name != "ContainerMemoryHigh" || rules[0].Rule.For != 5*time.Minute || rules[0].Rule.Labels["severity"] != "page" {
		t.Errorf("rules: %+v", rules)
	}
	i := slices.IndexFunc(b.Files, func(f File) bool { return f.Path == "live/limit.json" })
	if i < 0 || !strings.Contains(b.Files[i].Note, "the query had no result") || !strings.Contains(b.Files[i].Note, "1 other usual queries had no result either") {
		t.Errorf("a limit that nobody measures is said to be: %+v", b.Files)
	}
}

func median(samples []Sample) float64 {
	var v []float64
	for _, s := range samples {
		v = append(v, s.Value)
	}
	slices.Sort(v)
	return v[len(v)/2]
}

func bundleOf(t *testing.T, m *Manifest, live []Collected) *Bundle {
	t.Helper()
	dir := t.TempDir()
	text := "id: X\nservice: " + m.Service + "\n"
	if err := os.WriteFile(filepath.Join(dir, ManifestName), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := ReadWith(dir, live)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLiveQueriesCanBeGiven(t *testing.T) {
	server := livePrometheus(t)
	m := liveManifest(t, "queries:\n  - {role: memory, query: 'max(container_memory_working_set_bytes{container=\"billing\"}) / 1e6', unit: MB}\n")
	got, err := Collect(context.Background(), m, Live{Prometheus: server, From: liveStart, To: liveStart.Add(time.Hour), Queries: []Query{{Role: Requests, Query: "vector(7)"}}})
	if err != nil {
		t.Fatal(err)
	}
	b := bundleOf(t, m, got)
	if s := b.SeriesOf(Memory); len(s) != 1 || s[0].Series.Samples[0].Value != 120e6 || len(s[0].Series.Samples) != 241 {
		t.Errorf("memory: %+v", s)
	}
	if s := b.SeriesOf(Requests); len(s) != 1 || s[0].Series.Samples[0].Value != 7 {
		t.Errorf("requests: %+v", s)
	}
	_, err = Collect(context.Background(), m, Live{Prometheus: server, Queries: []Query{{Role: Memory, Query: "rate("}}})
	if err == nil || !strings.Contains(err.Error(), "parse error") || !strings.Contains(err.Error(), "/api/v1/query_range") {
		t.Errorf("a query that Prometheus refuses: %v", err)
	}
}

func TestLiveAlertmanager(t *testing.T) {
	server := livetest.Alertmanager(t)
	starts := time.Now().Add(-10 * time.Minute).UTC().Truncate(time.Second)
	body, err := json.Marshal([]map[string]any{
		{"labels": map[string]string{"alertname": "ContainerMemoryHigh", "service": "orders"}, "annotations": map[string]string{"summary": "91 % of the limit, mail ana@example.com"}, "startsAt": starts},
		{"labels": map[string]string{"alertname": "DiskFull", "service": "billing"}, "startsAt": starts},
	})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(server+"/api/v2/alerts", "application/json", bytes.NewReader(body))
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", resp, err)
	}
	resp.Body.Close()
	m := liveManifest(t, "")
	got, err := Collect(context.Background(), m, Live{Alertmanager: server})
	if err != nil {
		t.Fatal(err)
	}
	b := bundleOf(t, m, got)
	alerts := b.Select(func(f *Fact) bool { return f.Alert != nil })
	if len(alerts) != 2 {
		t.Fatalf("alerts: %+v", alerts)
	}
	fired := b.Logs(AlertFired)
	if len(fired) != 1 || fired[0].Alert.Name != "ContainerMemoryHigh" || !fired[0].At.Equal(starts) || !fired[0].Alert.Ends.IsZero() {
		t.Errorf("fired: %+v", fired)
	}
	if strings.Contains(fired[0].Text, "ana@") {
		t.Errorf("not redacted: %s", fired[0].Text)
	}
}

// Whatever goes wrong is said with the address, and never with the credentials in it.
func TestLiveErrors(t *testing.T) {
	m := liveManifest(t, "")
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "upstream is gone", http.StatusBadGateway) }))
	defer broken.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }))
	defer page.Close()
	for server, wants := range map[string][]string{
		"localhost:9090": {"write it like http://localhost:9090"},
		strings.Replace(broken.URL, "http://", "http://ana:hunter2@", 1): {"502", "upstream is gone", "/api/v1/query_range"},
		page.URL:                         {"broken JSON"},
		"http://ana:hunter2@127.0.0.1:1": {"check the address"},
	} {
		_, err := Collect(context.Background(), m, Live{Prometheus: server})
		if err == nil {
			t.Errorf("%s: no error", server)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", server, err, want)
			}
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: credentials in %q", server, err)
		}
	}
	if _, err := Collect(context.Background(), &Manifest{Service: "orders"}, Live{Prometheus: page.URL}); err == nil || !strings.Contains(err.Error(), "--query-from and --query-to") {
		t.Errorf("without a window: %v", err)
	}
}
