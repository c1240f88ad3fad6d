package evidence

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A Live says which servers are asked, and for what. What they answer becomes files of evidence like any other; a bundle by itself never
// makes the program use the network.
type Live struct {
	Prometheus   string // base URL; "" asks none
	Alertmanager string
	From, To     time.Time     // zero: from the manifest, see Span
	Step         time.Duration // zero: 15 s, or as much longer as keeps a series under 100,000 samples
	Queries      []Query       // win over those of the manifest, role by role
	Client       *http.Client  // nil: a client with a time limit
}

// A Query asks Prometheus for the series of a role.
type Query struct {
	Role  Role   `yaml:"role"`
	Query string `yaml:"query"`
	Unit  string `yaml:"unit"`
}

// A Collected is one answer of a live server: a file of evidence that lies in memory.
type Collected struct {
	Source Source // how the manifest would name it
	Data   []byte
	Note   string // how it was asked for
}

// Span returns the time that is asked for: the window; where the roll-out is known, as much before it as the window has after it, so
// that the two can be compared. Errors: a manifest that tells no window.
func (m *Manifest) Span() (from, to time.Time, err error) {
	from, to = m.Window.From, m.Window.To
	if from.IsZero() || to.IsZero() {
		return from, to, fmt.Errorf("%s: no window to ask a server for; add window: {from: …, to: …}, or give --query-from and --query-to", ManifestName)
	}
	if at := m.Deployed.At; !at.IsZero() && at.Before(to) {
		if earlier := at.Add(-to.Sub(at)); earlier.Before(from) {
			from = earlier
		}
	}
	return from.UTC(), to.UTC(), nil
}

// Collect asks the servers. Errors name the server, without its credentials, and what it answered.
func Collect(ctx context.Context, m *Manifest, l Live) ([]Collected, error) {
	if l.Client == nil {
		l.Client = &http.Client{Timeout: time.Minute}
	}
	from, to := l.From, l.To
	if l.Prometheus != "" && (from.IsZero() || to.IsZero()) {
		f, t, err := m.Span()
		if err != nil {
			return nil, err
		}
		if from.IsZero() {
			from = f
		}
		if to.IsZero() {
			to = t
		}
	}
	var out []Collected
	if l.Prometheus != "" {
		got, err := l.askPrometheus(ctx, m, from, to)
		if err != nil {
			return nil, err
		}
		out = append(out, got...)
		rules, err := l.get(ctx, l.Prometheus, "/api/v1/rules", url.Values{"type": {"alert"}})
		if err != nil {
			return nil, err
		}
		out = append(out, Collected{Source: Source{Path: "live/rules.json", Kind: "prometheus-rules"}, Data: rules, Note: "asked of Prometheus at " + Redact(l.Prometheus)})
	}
	if l.Alertmanager != "" {
		data, err := l.get(ctx, l.Alertmanager, "/api/v2/alerts", url.Values{"active": {"true"}, "silenced": {"true"}, "inhibited": {"true"}})
		if err != nil {
			return nil, err
		}
		out = append(out, Collected{Source: Source{Path: "live/alerts.json", Kind: "alertmanager"}, Data: data, Note: "asked of Alertmanager at " + Redact(l.Alertmanager)})
	}
	return out, nil
}

// stepFor keeps a series under 100,000 samples.
func stepFor(step time.Duration, from, to time.Time) time.Duration {
	if step > 0 {
		return step
	}
	return max(15*time.Second, (to.Sub(from) / 100_000).Truncate(time.Second))
}

func (l Live) askPrometheus(ctx context.Context, m *Manifest, from, to time.Time) ([]Collected, error) {
	step := stepFor(l.Step, from, to)
	from = from.Truncate(step)
	if !to.After(from) {
		return nil, fmt.Errorf("the time to ask for ends at %s, before it begins at %s; correct --query-from and --query-to", stamp(to), stamp(from))
	}
	var out []Collected
	for _, role := range []Role{Memory, MemLimit, Requests, Errors, Restarts, Host} {
		queries := queriesFor(role, m, l)
		if len(queries) == 0 {
			continue
		}
		c := Collected{Source: Source{Path: "live/" + string(role) + ".json", Kind: "prometheus", Role: role}}
		var series []promSeries
		for _, q := range queries {
			c.Source.Query, c.Source.Unit = q.Query, q.Unit
			var err error
			if series, err = l.queryRange(ctx, q.Query, from, to, step); err != nil {
				return nil, err
			}
			if len(series) > 0 {
				break
			}
		}
		var err error
		if c.Data, err = encodeProm(series); err != nil {
			return nil, err
		}
		c.Note = fmt.Sprintf("asked of Prometheus at %s: %s, %s to %s, step %s", Redact(l.Prometheus), c.Source.Query, stamp(from), stamp(to), step)
		if len(series) == 0 && len(queries) > 1 {
			c.Note += fmt.Sprintf("; %d other usual queries had no result either", len(queries)-1)
		}
		out = append(out, c)
	}
	return out, nil
}

// queriesFor returns the queries of a role in the order in which they are tried: those given, those of the manifest, the usual ones.
func queriesFor(role Role, m *Manifest, l Live) []Query {
	for _, given := range [][]Query{l.Queries, m.Queries} {
		if own := slices.DeleteFunc(slices.Clone(given), func(q Query) bool { return q.Role != role }); len(own) > 0 {
			return own
		}
	}
	var out []Query
	for _, q := range usual[role] {
		out = append(out, Query{Role: role, Query: strings.ReplaceAll(q, "SERVICE", escapeLabel(m.Service))})
	}
	return out
}

func escapeLabel(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s)
}

// usual are the queries of cAdvisor, kube-state-metrics, the client libraries of Python and OpenTelemetry. The memory of the host has none:
// which host it was, the service's metrics do not say.
var usual = map[Role][]string{
	Memory: {
		`container_memory_working_set_bytes{container="SERVICE"}`,
		`process_resident_memory_bytes{job="SERVICE"}`,
		`process_resident_memory_bytes{service="SERVICE"}`,
		`process_resident_memory_bytes{app="SERVICE"}`,
	},
	MemLimit: {
		`kube_pod_container_resource_limits{container="SERVICE",resource="memory"}`,
		`container_spec_memory_limit_bytes{container="SERVICE"}`,
	},
	Requests: {
		`sum(rate(http_requests_total{service="SERVICE"}[2m]))`,
		`sum(rate(http_requests_total{job="SERVICE"}[2m]))`,
		`sum(rate(http_request_duration_seconds_count{job="SERVICE"}[2m]))`,
		`sum(rate(flask_http_request_total{job="SERVICE"}[2m]))`,
		`sum(rate(http_server_request_duration_seconds_count{job="SERVICE"}[2m]))`,
	},
	Errors: {
		`sum(rate(http_requests_total{service="SERVICE",status=~"5.."}[2m]))`,
		`sum(rate(http_requests_total{job="SERVICE",status=~"5.."}[2m]))`,
		`sum(rate(http_requests_total{job="SERVICE",code=~"5.."}[2m]))`,
	},
	Restarts: {
		`kube_pod_container_status_restarts_total{container="SERVICE"}`,
	},
}

// queryRange asks in pieces of at most promCap points a series, which is where Prometheus refuses, and puts them together again.
func (l Live) queryRange(ctx context.Context, query string, from, to time.Time, step time.Duration) ([]promSeries, error) {
	var order []string
	merged := map[string]*promSeries{}
	for start := from; !start.After(to); start = start.Add(step * promCap) {
		end := start.Add(step * (promCap - 1))
		if end.After(to) {
			end = to
		}
		data, err := l.get(ctx, l.Prometheus, "/api/v1/query_range", url.Values{
			"query": {query}, "start": {start.Format(time.RFC3339Nano)}, "end": {end.Format(time.RFC3339Nano)}, "step": {fmt.Sprintf("%g", step.Seconds())},
		})
		if err != nil {
			return nil, err
		}
		series, _, err := decodeProm(input{path: "the answer of " + Redact(l.Prometheus)}, data)
		if err != nil {
			return nil, err
		}
		for _, s := range series {
			key, err := json.Marshal(s.Metric) // keys sorted
			if err != nil {
				return nil, err
			}
			if have := merged[string(key)]; have != nil {
				have.Values = append(have.Values, s.Values...)
				continue
			}
			merged[string(key)] = &s
			order = append(order, string(key))
		}
	}
	slices.Sort(order)
	var out []promSeries
	for _, key := range order {
		out = append(out, *merged[key])
	}
	return out, nil
}

// encodeProm writes series as an answer of query_range.
func encodeProm(series []promSeries) ([]byte, error) {
	if series == nil {
		series = []promSeries{}
	}
	data, err := json.Marshal(map[string]any{"status": "success", "data": map[string]any{"resultType": "matrix", "result": series}})
	return append(data, '\n'), err
}

// get asks a server for a document.
func (l Live) get(ctx context.Context, base, path string, query url.Values) ([]byte, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no address of a server; write it like http://localhost:9090", Redact(base))
	}
	u = u.JoinPath(path)
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	resp, err := l.Client.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // the address within may hold credentials
		}
		return nil, fmt.Errorf("asking %s: %w; check the address, or collect the evidence as files", u.Redacted(), err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, largestDocument+1))
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", u.Redacted(), err)
	}
	if len(data) > largestDocument {
		return nil, fmt.Errorf("asking %s: an answer of more than %d MiB; ask for less time or fewer series", u.Redacted(), largestDocument>>20)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("asking %s: %s: %s", u.Redacted(), resp.Status, answered(data))
	}
	return data, nil
}

// answered is what a server says of an error, in short.
func answered(data []byte) string {
	var e struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(data, &e) == nil && e.Error != "" {
		return excerpt(e.Error)
	}
	line, _, _ := bytes.Cut(bytes.TrimSpace(data), []byte("\n"))
	return cmp.Or(excerpt(string(line)), "no explanation")
}
