package synthetic

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A column is one series on its way to a file.
type column struct {
	name   string
	labels map[string]string
	at     []time.Time
	values []float64
}

func (c *column) add(at time.Time, v float64) { c.at, c.values = append(c.at, at), append(c.values, v) }

// writeBundle writes the evidence that is not withheld, each kind in one of the formats in which it lies around.
func (w *world) writeBundle(dir, repo string, shas revisions, withheld map[string]bool) error {
	files := map[string]string{}
	var sources []string
	moved := ""
	if w.clock != 0 && w.declared {
		moved = ", clock_offset: " + (-w.clock).String()
	}
	source := func(kind, name, text, extra string) {
		if !withheld[kind] {
			files[name] = text
			sources = append(sources, fmt.Sprintf("  - {path: %s%s}\n", name, extra))
		}
	}
	memory := w.perPod("container_memory_working_set_bytes", func(p point) (float64, bool) { return p.memory, p.up })
	name, text := w.metricFile("memory", memory)
	source(Memory, name, text, ", role: memory, unit: bytes"+moved)
	name, text = w.metricFile("limit", w.perPod("kube_pod_container_resource_limits", func(p point) (float64, bool) { return p.limit, true }))
	source(Limits, name, text, ", role: limit, unit: bytes"+moved)
	name, text = w.metricFile("restarts", w.perPod("kube_pod_container_status_restarts_total", func(p point) (float64, bool) { return float64(p.restarts), true }))
	source(Restarts, name, text, ", role: restarts"+moved)
	source(Requests, "requests.csv", csvOf(w.total("requests_per_second", func(p point) float64 { return p.rate })), ", role: requests, unit: req/s"+moved)
	source(Errors, "errors.csv", csvOf(w.total("errors", func(p point) float64 { return p.failed / float64(w.pods) })), ", role: errors, unit: fraction")
	source(Host, "host.csv", csvOf(w.total("host", func(p point) float64 { return 32e9 * p.host / float64(w.pods) })), ", role: host, unit: bytes")
	source(AppLog, "app.log", w.appLog(), "")
	name, text = w.platform()
	source(Platform, name, text, "")
	if !math.IsNaN(w.flag) {
		source(Flags, "flags.log", at(rollOut.Add(hours(w.flag)))+" INFO audit: flag keep-search-results enabled for everyone\n", "")
	}
	files["incident.yaml"] = w.manifest(repo, shas, withheld, sources)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

func at(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (w *world) manifest(repo string, shas revisions, withheld map[string]bool, sources []string) string {
	live := rollOut
	if !math.IsNaN(w.flag) {
		live = rollOut.Add(-48 * time.Hour)
	}
	last := w.points[len(w.points)-1].at
	text := fmt.Sprintf("id: SYN\nservice: orders\nenvironment: production\nwindow: {from: %s, to: %s}\n", at(rollOut), at(last))
	text += fmt.Sprintf("deployed: {sha: %q, at: %s", shas.deployed, at(live))
	if !withheld[Previous] {
		text += fmt.Sprintf(", previous: %q", shas.previous)
	}
	text += "}\n"
	if !withheld[Code] {
		text += fmt.Sprintf("repo: %q\n", repo)
	}
	if len(sources) > 0 {
		text += "sources:\n" + strings.Join(sources, "")
	}
	return text
}

// perPod makes one series a pod. A pod of a new version has a new name, as ReplicaSets give it.
func (w *world) perPod(name string, value func(point) (float64, bool)) []*column {
	byPod := map[string]*column{}
	var out []*column
	for _, p := range w.points {
		v, ok := value(p)
		if !ok {
			continue
		}
		pod := fmt.Sprintf("orders-old-%d", p.pod)
		if math.IsNaN(w.flag) && !p.at.Before(rollOut) {
			pod = fmt.Sprintf("orders-new-%d", p.pod)
		}
		c := byPod[pod]
		if c == nil {
			c = &column{name: name, labels: map[string]string{"container": "orders", "pod": pod}}
			byPod[pod], out = c, append(out, c)
		}
		c.add(p.at.Add(w.clock), v)
	}
	return out
}

// total adds up the pods.
func (w *world) total(name string, value func(point) float64) *column {
	c := &column{name: name}
	for _, p := range w.points {
		if n := len(c.at); n > 0 && c.at[n-1].Equal(p.at) {
			c.values[n-1] += value(p)
			continue
		}
		c.add(p.at, value(p))
	}
	for i := range c.at {
		c.at[i] = c.at[i].Add(w.clock)
	}
	return c
}

// metricFile writes series in a format that the dice choose.
func (w *world) metricFile(name string, columns []*column) (file, text string) {
	switch w.rng.IntN(4) {
	case 0:
		return name + ".json", `{"status":"success","data":{"resultType":"matrix","result":` + matrix(columns) + "}}\n"
	case 1:
		return name + ".json", matrix(columns) + "\n"
	case 2:
		return name + ".om", openMetrics(columns)
	default:
		return name + ".csv", wide(columns)
	}
}

func matrix(columns []*column) string {
	out := []map[string]any{}
	for _, c := range columns {
		metric := map[string]string{"__name__": c.name}
		for k, v := range c.labels {
			metric[k] = v
		}
		values := [][2]any{}
		for i := range c.at {
			values = append(values, [2]any{c.at[i].Unix(), fmt.Sprintf("%.0f", c.values[i])})
		}
		out = append(out, map[string]any{"metric": metric, "values": values})
	}
	data, err := json.Marshal(out)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	return string(data)
}

func openMetrics(columns []*column) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# TYPE %s gauge\n", columns[0].name)
	for _, c := range columns {
		for i := range c.at {
			fmt.Fprintf(&b, "%s{container=%q,pod=%q} %.0f %d\n", c.name, c.labels["container"], c.labels["pod"], c.values[i], c.at[i].Unix())
		}
	}
	return b.String() + "# EOF\n"
}

// wide is a column a pod, with empty cells where a pod has no sample.
func wide(columns []*column) string {
	rows := map[time.Time][]string{}
	for x, c := range columns {
		for i, at := range c.at {
			if rows[at] == nil {
				rows[at] = make([]string, len(columns))
			}
			rows[at][x] = fmt.Sprintf("%.0f", c.values[i])
		}
	}
	var b strings.Builder
	b.WriteString("Time")
	for _, c := range columns {
		fmt.Fprintf(&b, `,"%s{container=""%s"", pod=""%s""}"`, c.name, c.labels["container"], c.labels["pod"])
	}
	b.WriteString("\n")
	var times []time.Time
	for t := range rows {
		times = append(times, t)
	}
	slices.SortFunc(times, time.Time.Compare)
	for _, t := range times {
		fmt.Fprintf(&b, "%s,%s\n", at(t), strings.Join(rows[t], ","))
	}
	return b.String()
}

func csvOf(c *column) string {
	var b strings.Builder
	fmt.Fprintf(&b, "time,%s\n", c.name)
	for i := range c.at {
		fmt.Fprintf(&b, "%s,%.4f\n", at(c.at[i]), c.values[i])
	}
	return b.String()
}

// appLog is what the service wrote, as plain lines, JSON lines or the log of the container runtime.
func (w *world) appLog() string {
	var b strings.Builder
	form := w.rng.IntN(3)
	line := func(t time.Time, level, message string) {
		switch form {
		case 0:
			fmt.Fprintf(&b, "%s %s %s\n", at(t), level, message)
		case 1:
			fmt.Fprintf(&b, "{\"time\":%q,\"level\":%q,\"msg\":%q}\n", at(t), level, message)
		default:
			fmt.Fprintf(&b, "%s stdout F %s: %s\n", at(t), level, message)
		}
	}
	if math.IsNaN(w.flag) {
		line(rollOut, "INFO", "orders 1.1.0 worker starting")
	}
	warned := map[int]bool{}
	kills := w.kills
	for _, p := range w.points {
		for len(kills) > 0 && kills[0].next.Before(p.at) {
			line(kills[0].next, "INFO", "orders worker starting")
			warned[kills[0].pod] = false
			kills = kills[1:]
		}
		if p.memory > .87*p.limit && !warned[p.pod] && p.at.After(rollOut) {
			warned[p.pod] = true
			line(p.at, "WARNING", "high memory usage: 87% of the limit")
		}
	}
	return b.String()
}

// platform is what the kernel or Kubernetes say of the ends.
func (w *world) platform() (file, text string) {
	if w.killedBy != "host" && w.rng.IntN(2) == 0 && len(w.kills) > 0 {
		k := w.kills[len(w.kills)-1]
		return "pod.json", fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"orders-new-%d"},"spec":{"containers":[{"name":"orders","resources":{"limits":{"memory":"%.0f"}}}]},"status":{"containerStatuses":[{"name":"orders","restartCount":%d,"state":{"running":{"startedAt":%q}},"lastState":{"terminated":{"reason":"OOMKilled","exitCode":137,"finishedAt":%q}}}]}}`+"\n",
			k.pod, w.limit(1), len(w.kills), at(k.next), at(k.at))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s INFO kernel: eth0: link up\n", at(rollOut.Add(-before)))
	for i, k := range w.kills {
		if k.host {
			fmt.Fprintf(&b, "%s ERROR kubelet: node-7 NodeHasInsufficientMemory\n", at(k.at.Add(-2*time.Minute)))
			fmt.Fprintf(&b, "%s ERROR kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),global_oom,task=java,pid=%d\n", at(k.at.Add(-time.Minute)), 900+i)
			fmt.Fprintf(&b, "%s ERROR kernel: Out of memory: Killed process %d (gunicorn), global_oom\n", at(k.at), 4000+i)
			continue
		}
		fmt.Fprintf(&b, "%s ERROR kernel: Memory cgroup out of memory: Killed process %d (gunicorn)\n", at(k.at), 4000+i)
	}
	return "kernel.log", b.String()
}
