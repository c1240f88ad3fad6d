package demo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The day of the incident: the old version is steady, the new one fills its memory twice and begins a third time, a roll-back ends it.
var (
	begins   = at("09:00:00")
	rollOut  = at("11:15:02")
	rollBack = at("12:33:40")
	pod      = map[string]string{"__name__": "container_memory_working_set_bytes", "container": "api-gateway", "pod": "api-gateway-0"}
)

func at(clock string) time.Time {
	t, err := time.Parse(time.RFC3339, "2026-02-12T"+clock+"Z")
	if err != nil {
		panic(err) // a constant of this file
	}
	return t
}

const (
	step        = 15 * time.Second
	limit       = 512 << 20 // bytes
	idle        = 126e6     // bytes: a worker that has just started
	rate        = 118.0     // requests per second
	entry       = 2050.0    // bytes that one request leaves behind
	backAfter   = 20 * time.Second
	noiseMemory = 0.6e6
)

// A kill is one end of a life, and the next start.
type kill struct{ at, next time.Time }

// A day is the series of one run of the model.
type day struct {
	memory, requests, errors, limits, restarts []point
	kills                                      []kill
}

type point struct {
	at    time.Time
	value float64
}

// simulate steps through the day. The generator is seeded: every demo has the same day.
func simulate() day {
	rng := rand.New(rand.NewPCG(1102, 2026))
	var d day
	memory, born, down := idle, begins, time.Time{}
	for t := begins; t.Before(rollBack); t = t.Add(step) {
		if !t.Before(rollOut) && t.Add(-step).Before(rollOut) {
			memory, born = idle, t
		}
		load := rate * (1 + 0.05*rng.NormFloat64())
		failed := 0.1 + 0.03*rng.Float64()
		if t.Before(down) {
			load, failed = load*0.3, 35
		} else {
			memory = grown(memory, load, t, born)
			d.memory = append(d.memory, point{t, memory + noiseMemory*rng.NormFloat64()})
		}
		d.requests = append(d.requests, point{t, load})
		d.errors = append(d.errors, point{t, failed})
		d.limits = append(d.limits, point{t, limit})
		d.restarts = append(d.restarts, point{t, float64(len(d.kills))})
		if memory > 0.985*limit && t.After(born) {
			k := kill{t.Add(6 * time.Second), t.Add(6 * time.Second).Add(backAfter)}
			d.kills = append(d.kills, k)
			memory, born, down = idle, k.next, k.next
		}
	}
	return d
}

// grown is memory one step later: a warm-up of a minute, and after the roll-out what each request leaves behind.
func grown(memory, load float64, t, born time.Time) float64 {
	if t.Sub(born) < time.Minute {
		memory += 1e6
	}
	if !t.Before(rollOut) {
		memory += load * entry * step.Seconds()
	}
	return memory
}

func writeBundle(dir, deployed, previous string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	d := simulate()
	memory, err := promEnvelope(pod, d.memory, "%.0f")
	if err != nil {
		return err
	}
	limits, err := promMatrix(map[string]string{"__name__": "kube_pod_container_resource_limits", "container": "api-gateway", "pod": "api-gateway-0", "resource": "memory"}, thinned(d.limits, 20), "%.0f")
	if err != nil {
		return err
	}
	restarts, err := promEnvelope(map[string]string{"__name__": "kube_pod_container_status_restarts_total", "pod": "api-gateway-0"}, d.restarts, "%.0f")
	if err != nil {
		return err
	}
	for name, data := range map[string]string{
		"incident.yaml": manifest(deployed, previous),
		"memory.json":   memory,
		"limit.json":    limits,
		"restarts.json": restarts,
		"requests.csv":  csv("requests_per_second", d.requests, 2),
		"errors.csv":    csv("error_rate_percent", d.errors, 3),
		"app.jsonl":     appLog(d),
		"platform.log":  platformLog(d),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func manifest(deployed, previous string) string {
	return fmt.Sprintf(`# The evidence of one incident; 'growlint incident' turns it into a post-mortem.
id: DEMO-1
title: api-gateway was killed twice after the roll-out of %s
service: api-gateway
environment: production
window: {from: %s, to: %s}
timezone: UTC
repo: ../api-gateway
deployed:
  tag: %s
  sha: %s
  previous: %s
  at: %s
sources:
  - {path: memory.json, role: memory, unit: bytes}
  - {path: limit.json, role: limit, unit: bytes}
  - {path: restarts.json, role: restarts}
  - {path: requests.csv, role: requests, unit: req/s}
  - {path: errors.csv, role: errors, unit: percent}
  - {path: app.jsonl}
  - {path: platform.log}
`, Deployed, clock(begins), clock(rollBack.Add(time.Minute)), Deployed, deployed, previous, clock(rollOut))
}

func clock(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func thinned(points []point, every int) []point {
	var out []point
	for i := 0; i < len(points); i += every {
		out = append(out, points[i])
	}
	return out
}

// promMatrix is what 'promtool query range -o json' prints, promEnvelope what the HTTP API answers.
func promMatrix(labels map[string]string, points []point, format string) (string, error) {
	values := make([][2]any, 0, len(points))
	for _, p := range points {
		values = append(values, [2]any{p.at.Unix(), fmt.Sprintf(format, p.value)})
	}
	data, err := json.Marshal([]any{map[string]any{"metric": labels, "values": values}})
	return string(data) + "\n", err
}

func promEnvelope(labels map[string]string, points []point, format string) (string, error) {
	matrix, err := promMatrix(labels, points, format)
	return `{"status":"success","data":{"resultType":"matrix","result":` + strings.TrimSpace(matrix) + "}}\n", err
}

func csv(column string, points []point, digits int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "time,%s\n", column)
	for _, p := range points {
		fmt.Fprintf(&b, "%s,%s\n", clock(p.at), strconv.FormatFloat(p.value, 'f', digits, 64))
	}
	return b.String()
}

// appLog is what the service itself wrote, as JSON lines.
func appLog(d day) string {
	var b strings.Builder
	line := func(t time.Time, level, msg string) {
		fmt.Fprintf(&b, `{"time":%q,"level":%q,"logger":"gateway","msg":%q}`+"\n", clock(t), level, msg)
	}
	line(rollOut, "INFO", "deployment of "+Deployed+" confirmed in production environment")
	line(rollOut.Add(2*time.Second), "INFO", "worker starting, version 1.1.0")
	for i, k := range d.kills {
		line(k.at.Add(-4*time.Minute), "WARNING", "high memory usage: 87% of the limit")
		line(k.at.Add(-2*time.Minute), "INFO", "GET orders 200")
		line(k.next, "INFO", "worker starting, version 1.1.0")
		if i == 0 {
			line(k.next.Add(time.Second), "ERROR", "upstream orders answered 502 to ana@example.com (Authorization: Bearer 8f2c1d9e4b7a6f30)")
		}
	}
	return b.String()
}

// platformLog is what the kernel, the alerting and people wrote, as plain lines.
func platformLog(d day) string {
	type row struct {
		at   time.Time
		text string
	}
	var rows []row
	for i, k := range d.kills {
		rows = append(rows, row{k.at, fmt.Sprintf("ERROR kernel: Memory cgroup out of memory: Killed process %d (gunicorn) total-vm:1204100kB", 4211+97*i)},
			row{k.at.Add(time.Second), "ERROR kubelet: container api-gateway terminated, reason OOMKilled, exit code 137"})
	}
	first := d.kills[0].at
	rows = append(rows, row{first.Add(90 * time.Second), "WARN alertmanager: alert ContainerOOMKilled firing for api-gateway"},
		row{first.Add(6 * time.Minute), "INFO on-call: alert acknowledged"},
		row{rollBack, "INFO on-call: rolled back to " + Before + ", incident resolved"})
	var b strings.Builder
	for len(rows) > 0 {
		next := 0
		for i := range rows {
			if rows[i].at.Before(rows[next].at) {
				next = i
			}
		}
		fmt.Fprintf(&b, "%s %s\n", clock(rows[next].at), rows[next].text)
		rows = append(rows[:next], rows[next+1:]...)
	}
	return b.String()
}
