package replay

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/evidence/livetest"
)

var noon = time.Date(2026, 2, 12, 12, 0, 0, 0, time.UTC)

const scrape = 15 * time.Second

func series(id, name string, l labels, values []float64) *evidence.Fact {
	s := &evidence.Series{Name: name, Labels: l}
	for i, v := range values {
		s.Samples = append(s.Samples, evidence.Sample{At: noon.Add(time.Duration(i) * scrape), Value: v})
	}
	return &evidence.Fact{ID: id, Series: s}
}

// ramp is a value that is steady for an hour, then grows by slope a sample, with a little noise, and falls back after reaching top.
func ramp(base, slope, top float64, n int) []float64 {
	out, v := make([]float64, n), base
	for i := range out {
		if i > 240 {
			v += slope
		}
		if v > top {
			v = base
		}
		out[i] = v + float64(i*7919%13)*base/4000
	}
	return out
}

func counter(n int) []float64 {
	out, v := make([]float64, n), 0.0
	for i := range out {
		v += float64(10 + i%7)
		if i == 300 {
			v = 3 // the process was replaced
		}
		out[i] = v
	}
	return out
}

const samples = 600

// env holds what the rules below speak of: two pods, their limits, a counter.
func env() Env {
	a, b := labels{"pod": "a", "container": "api"}, labels{"pod": "b", "container": "api"}
	limit := slices.Repeat([]float64{500e6}, samples)
	return Env{Series: []*evidence.Fact{
		series("E-001", "container_memory_working_set_bytes", a, ramp(120e6, 3e6, 480e6, samples)),
		series("E-002", "container_memory_working_set_bytes", b, ramp(150e6, 1e6, 480e6, samples)),
		series("E-003", "container_spec_memory_limit_bytes", a, limit),
		series("E-004", "container_spec_memory_limit_bytes", b, limit),
		series("E-005", "http_requests_total", a, counter(samples)),
	}}
}

// expressions are forms that alerts take; each is evaluated here and by Prometheus itself.
var expressions = []string{
	`container_memory_working_set_bytes`,
	`container_memory_working_set_bytes{pod="a"} > 2e8`,
	`container_memory_working_set_bytes{pod=~"a|c", container!=""} / container_spec_memory_limit_bytes > 0.6`,
	`100 * container_memory_working_set_bytes / container_spec_memory_limit_bytes >= 75`,
	`container_memory_working_set_bytes / on(pod) group_left() container_spec_memory_limit_bytes`,
	`container_memory_working_set_bytes / ignoring(container) container_spec_memory_limit_bytes > bool 0.5`,
	`container_memory_working_set_bytes > 0.8 * container_spec_memory_limit_bytes`,
	`4e8 < container_memory_working_set_bytes`,
	`predict_linear(container_memory_working_set_bytes[10m], 1800)`,
	`predict_linear(container_memory_working_set_bytes[10m], 30*60) > container_spec_memory_limit_bytes`,
	`deriv(container_memory_working_set_bytes[15m])`,
	`deriv(container_memory_working_set_bytes[15m]) * 3600 > 1e8 and container_memory_working_set_bytes > 2e8`,
	`delta(container_memory_working_set_bytes[20m])`,
	`rate(http_requests_total[5m])`,
	`increase(http_requests_total[20m])`,
	`irate(http_requests_total[1m])`,
	`sum(rate(http_requests_total[5m])) by (container)`,
	`resets(http_requests_total[1h])`,
	`changes(container_spec_memory_limit_bytes[1h])`,
	`avg_over_time(container_memory_working_set_bytes[10m])`,
	`max_over_time(container_memory_working_set_bytes[1h]) - min_over_time(container_memory_working_set_bytes[1h])`,
	`container_memory_working_set_bytes - container_memory_working_set_bytes offset 30m`,
	`max by (container) (container_memory_working_set_bytes)`,
	`sum without (pod) (container_memory_working_set_bytes) / 2`,
	`count(container_memory_working_set_bytes > 3e8)`,
	`avg(container_memory_working_set_bytes)`,
	`container_memory_working_set_bytes{pod="a"} unless on(container) container_memory_working_set_bytes{pod="b"} > 2e8`,
	`container_memory_working_set_bytes > 4e8 or container_spec_memory_limit_bytes`,
	`abs(delta(container_memory_working_set_bytes[5m])) > 5e6`,
	`(container_memory_working_set_bytes - 1e8) ^ 2 % 7`,
	`scalar(container_memory_working_set_bytes{pod="a"}) + time() * 0`,
	`vector(3) == 3`,
	`container_memory_working_set_bytes != 0`,
}

// Prometheus evaluates the same expressions at the same times over the same samples.
func TestAsPrometheusDoes(t *testing.T) {
	var text strings.Builder
	kinds := map[string]bool{}
	for _, f := range env().Series {
		for _, line := range strings.SplitAfter(openMetrics(f), "\n") {
			if strings.HasPrefix(line, "# TYPE") && kinds[line] {
				continue
			}
			kinds[line] = true
			text.WriteString(line)
		}
	}
	address := livetest.Prometheus(t, text.String()+livetest.EOF, "")
	// Half a second beside the samples: versions of Prometheus differ in whether a range includes its start.
	from, to, step := noon.Add(500*time.Millisecond), noon.Add((samples-1)*scrape), 5*time.Minute
	for _, expr := range expressions {
		want := asked(t, address, expr, from, to, step)
		got := map[string]float64{}
		e := newEvaluation(env(), step)
		parsed, err := parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.choose(parsed); err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		for at := from; !at.After(to); at = at.Add(step) {
			e.at = at
			v, err := e.eval(parsed)
			if err != nil {
				t.Fatalf("%s: %v", expr, err)
			}
			for _, s := range v {
				got[fmt.Sprintf("%d %s", at.UnixMilli(), s.labels.key(nil))] = s.value
			}
		}
		if len(want) == 0 {
			t.Errorf("%s: Prometheus answers nothing: the expression tests nothing", expr)
		}
		compare(t, expr, got, want)
	}
}

func openMetrics(f *evidence.Fact) string {
	var pairs []string
	for k, v := range f.Series.Labels {
		pairs = append(pairs, fmt.Sprintf("%s=%q", k, v))
	}
	slices.Sort(pairs)
	var values []float64
	for _, s := range f.Series.Samples {
		values = append(values, s.Value)
	}
	return livetest.Series(f.Series.Name, strings.Join(pairs, ","), noon, scrape, values)
}

func compare(t *testing.T, expr string, got, want map[string]float64) {
	t.Helper()
	for key, w := range want {
		g, ok := got[key]
		if !ok || math.Abs(g-w) > 1e-6*math.Max(1, math.Abs(w)) && !(math.IsNaN(g) && math.IsNaN(w)) {
			t.Errorf("%s at %s is %v (there: %v), Prometheus says %v", expr, key, g, ok, w)
			return
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s has %d values, Prometheus' has %d", expr, len(got), len(want))
	}
}

func asked(t *testing.T, address, expr string, from, to time.Time, step time.Duration) map[string]float64 {
	t.Helper()
	q := url.Values{"query": {expr}, "start": {from.Format(time.RFC3339Nano)}, "end": {to.Format(time.RFC3339Nano)}, "step": {strconv.Itoa(int(step.Seconds()))}}
	resp, err := http.Get(address + "/api/v1/query_range?" + q.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Status, Error string
		Data          struct {
			Result []struct {
				Metric map[string]string
				Values [][2]any
			}
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Status != "success" {
		t.Fatalf("%s: %v %s", expr, err, body)
	}
	out := map[string]float64{}
	for _, s := range answer.Data.Result {
		delete(s.Metric, nameLabel)
		for _, v := range s.Values {
			value, err := strconv.ParseFloat(v[1].(string), 64)
			if err != nil {
				t.Fatal(err)
			}
			out[fmt.Sprintf("%d %s", int64(math.Round(v[0].(float64)*1000)), labels(s.Metric).key(nil))] = value
		}
	}
	return out
}

// An alert fires when its expression has held for as long as the rule says.
func TestFor(t *testing.T) {
	values := slices.Repeat([]float64{0}, 40)
	for i := 10; i < 30; i++ { // true from 2:30 until 7:15
		values[i] = 1
	}
	values[12] = 0 // and once not
	e := Env{Series: []*evidence.Fact{series("E-001", "x", nil, values)}}
	for _, c := range []struct {
		hold     time.Duration
		from, to int // samples
	}{{0, 10, 29}, {time.Minute, 17, 29}, {4 * time.Minute, 29, 29}, {5 * time.Minute, -1, -1}} {
		out := Run(Rule{Expr: "x > 0", For: c.hold}, e, noon, noon.Add(39*scrape), scrape)
		if out.Why != "" {
			t.Fatal(out.Why)
		}
		if c.from < 0 {
			if len(out.Firing) > 0 {
				t.Errorf("for %v: fires %v", c.hold, out.Firing)
			}
			continue
		}
		first, last := out.Firing[0].From, out.Firing[len(out.Firing)-1].To
		if !first.Equal(noon.Add(time.Duration(c.from)*scrape)) || !last.Equal(noon.Add(time.Duration(c.to)*scrape)) {
			t.Errorf("for %v: fires from %v to %v", c.hold, first.Sub(noon), last.Sub(noon))
		}
	}
}

func TestFires(t *testing.T) {
	minute := func(m int) time.Time { return noon.Add(time.Duration(m) * time.Minute) }
	o := Outcome{Firing: []Span{{minute(1), minute(3)}, {minute(10), minute(12)}}}
	for _, c := range []struct{ from, to, want int }{{0, 20, 1}, {2, 20, 2}, {4, 20, 10}, {4, 10, -1}, {13, 20, -1}} {
		at, ok := o.Fires(minute(c.from), minute(c.to))
		if ok != (c.want >= 0) || ok && !at.Equal(minute(c.want)) {
			t.Errorf("from %d to %d: %v, %v", c.from, c.to, at.Sub(noon), ok)
		}
	}
}

// What is not evaluated says why; it is never taken for silent.
func TestWhatIsNotEvaluated(t *testing.T) {
	for expr, why := range map[string]string{
		`histogram_quantile(0.9, x_bucket) > 1`:                                         "no series x_bucket",
		`histogram_quantile(0.9, http_requests_total) > 1`:                              "the function histogram_quantile",
		`absent(http_requests_total)`:                                                   "whether a series exists",
		`node_memory_MemAvailable_bytes < 1e8`:                                          "no series node_memory_MemAvailable_bytes",
		`http_requests_total{pod="z"} > 1`:                                              `no series of http_requests_total in the bundle has the labels`,
		`max_over_time(rate(http_requests_total[5m])[1h:1m]) > 1`:                       "the subquery",
		`topk(3, http_requests_total) > 1`:                                              "topk",
		`http_requests_total >`:                                                         "cannot be read",
		`{job="api"} > 1`:                                                               "without a plain name",
		`http_requests_total @ 1770897600 > 1`:                                          "does not evaluate",
		`http_requests_total / on(pod) container_memory_working_set_bytes{pod="b"} > 0`: "do not match",
	} {
		if out := Run(Rule{Expr: expr}, env(), noon, noon.Add(time.Hour), time.Minute); !strings.Contains(out.Why, why) || len(out.Firing) > 0 {
			t.Errorf("%s: %+v, want %q", expr, out, why)
		}
	}
}

// A bundle's series often lost their name or some labels; what stands for what is said.
func TestWhatStandsForWhat(t *testing.T) {
	memory := series("E-007", "mem", labels{"pod": "a"}, ramp(120e6, 3e6, 480e6, samples))
	e := Env{Series: []*evidence.Fact{memory}, Memory: []*evidence.Fact{memory}, Measure: "working set", Limit: 500e6, LimitCites: []string{"E-009"}}
	rule := `container_memory_working_set_bytes{namespace="prod"} / kube_pod_container_resource_limits{resource="memory"} > 0.6`
	out := Run(Rule{Expr: rule}, e, noon, noon.Add(samples*scrape), scrape)
	if len(out.Firing) == 0 || out.Why != "" {
		t.Fatalf("%+v", out)
	}
	// 240 samples are steady at 120 MB; 3 MB a sample from then on: 300 MB after 60 of them.
	if at := out.Firing[0].From.Sub(noon); at < 299*scrape || at > 301*scrape {
		t.Errorf("fires at %v", at)
	}
	if got := strings.Join(out.Cites, " "); got != "E-007 E-009" {
		t.Errorf("cites %s", got)
	}
	if got := strings.Join(out.Assumed, "; "); !strings.Contains(got, "E-007 stands for container_memory_working_set_bytes") || !strings.Contains(got, "the memory limit of the bundle stands for kube_pod_container_resource_limits") || !strings.Contains(got, "no label namespace") {
		t.Errorf("assumed %s", got)
	}
	if out := Run(Rule{Expr: `container_memory_rss > 1`}, e, noon, noon.Add(time.Hour), scrape); out.Why == "" {
		t.Error("a resident set was taken for a working set")
	}
	if out := Run(Rule{Expr: `container_memory_working_set_bytes > kube_pod_container_resource_limits{resource="cpu"}`}, e, noon, noon.Add(time.Hour), scrape); out.Why == "" {
		t.Error("the limit of memory was taken for that of the processor")
	}
}
