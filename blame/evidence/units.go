package evidence

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/growlint/growlint/blame/pattern"
)

// byteUnits are the sizes that manifests and dashboards write. MB is 10^6 and MiB (and Kubernetes' Mi) 2^20.
var byteUnits = map[string]float64{
	"": 1, "b": 1, "byte": 1, "bytes": 1,
	"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "k": 1e3, "m": 1e6, "g": 1e9,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
	"ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30,
	"kilobytes": 1e3, "megabytes": 1e6, "gigabytes": 1e9,
	"decbytes": 1, "kbytes": 1e3, "mbytes": 1 << 20, "gbytes": 1 << 30, // Grafana's names
}

// otherUnits are the units of what is not memory, and what makes them base units.
var otherUnits = map[string]struct {
	factor float64
	base   string
}{
	"%": {0.01, "fraction"}, "percent": {0.01, "fraction"}, "fraction": {1, "fraction"}, "ratio": {1, "fraction"},
	"1/s": {1, "1/s"}, "req/s": {1, "1/s"}, "rps": {1, "1/s"}, "reqps": {1, "1/s"}, "1/min": {1.0 / 60, "1/s"}, "rpm": {1.0 / 60, "1/s"},
	"count": {1, "count"}, "": {1, ""},
}

var sizePattern = pattern.New(`^\s*([0-9.]+(?:[eE][+-]?\d+)?)\s*([A-Za-z]*)\s*$`)

// ParseBytes reads a size as a manifest writes it: "512MiB", "1 GB", "536870912", Kubernetes' "512Mi".
func ParseBytes(s string) (float64, error) {
	m := sizePattern.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is not a size; write it like 512MiB", s)
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a size; write it like 512MiB", s)
	}
	f, ok := byteUnits[strings.ToLower(m[2])]
	if !ok {
		return 0, fmt.Errorf("unknown unit in size %q; use bytes, KB, MB, GB, KiB, MiB or GiB", s)
	}
	return v * f, nil
}

// toBase returns the factor that turns a unit as written into the base unit of its role, and that base unit.
func toBase(role Role, unit string) (factor float64, base string, err error) {
	u := strings.ToLower(strings.TrimSpace(unit))
	if role == Memory || role == MemLimit || role == Host {
		if u == "%" || u == "percent" {
			return 0.01, "fraction", nil
		}
		if f, ok := byteUnits[u]; ok {
			return f, "bytes", nil
		}
		return 0, "", fmt.Errorf("unknown unit %q of memory; use bytes, KB, MB, GB, KiB, MiB, GiB or percent", unit)
	}
	if f, ok := otherUnits[u]; ok {
		return f.factor, f.base, nil
	}
	return 0, "", fmt.Errorf("unknown unit %q; use percent, fraction, count, req/s or leave it out", unit)
}

// roleNames recognise what a metric measures from its name, first match first. The manifest's role wins over them.
var roleNames = []struct {
	pattern *pattern.Pattern
	role    Role
}{
	{pattern.New(`(?i)node_memory|host.*mem|mem.*available`), Host},
	{pattern.New(`(?i)limit|max_bytes|spec_memory`), MemLimit},
	{pattern.New(`(?i)restart`), Restarts},
	{pattern.New(`(?i)error|5xx|fail`), Errors},
	{pattern.New(`(?i)mem|rss|heap|working_set|resident`), Memory},
	{pattern.New(`(?i)request|rps|qps|traffic|http`), Requests},
}

func roleOf(name string) Role {
	for _, r := range roleNames {
		if r.pattern.MatchString(name) {
			return r.role
		}
	}
	return ""
}

// measures tell kinds of memory apart: a working set and a heap must not be compared as if they were one series.
var measures = []struct {
	pattern *pattern.Pattern
	name    string
}{
	{pattern.New(`(?i)working_set`), "working set"},
	{pattern.New(`(?i)rss|resident`), "resident set"},
	{pattern.New(`(?i)heap`), "heap"},
	{pattern.New(`(?i)percent|utili[sz]ation|ratio`), "percent of limit"},
	{pattern.New(`(?i)memory_usage|cgroup|memory_current`), "cgroup"},
}

func measureOf(name string) string {
	for _, m := range measures {
		if m.pattern.MatchString(name) {
			return m.name
		}
	}
	return ""
}

// phases are the suffixes by which the name of an observation says when it was taken.
var phases = []struct {
	pattern *pattern.Pattern
	phase   string
}{
	{pattern.New(`(?i)pre.?incident|before`), "pre-incident"},
	{pattern.New(`(?i)base ?line|normal|idle`), "baseline"},
	{pattern.New(`(?i)peak|max|crash`), "peak"},
}

func phaseOf(name string) string {
	for _, p := range phases {
		if p.pattern.MatchString(name) {
			return p.phase
		}
	}
	return ""
}
