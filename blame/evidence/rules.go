package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Alerting rules of Prometheus: a file of `groups`, the Kubernetes object PrometheusRule that holds them under `spec`, or the answer of
// `/api/v1/rules`.
// https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/

type ruleFile struct {
	Groups []ruleGroup `yaml:"groups"`
	Spec   struct {
		Groups []ruleGroup `yaml:"groups"`
	} `yaml:"spec"`
}

type ruleGroup struct {
	Name  string      `yaml:"name"`
	Rules []yaml.Node `yaml:"rules"`
}

// promRules is the answer of `/api/v1/rules`.
// https://prometheus.io/docs/prometheus/latest/querying/api/#rules
type promRules struct {
	Data struct {
		Groups []struct {
			Name  string `json:"name"`
			Rules []struct {
				Type     string            `json:"type"`
				Name     string            `json:"name"`
				Query    string            `json:"query"`
				Duration float64           `json:"duration"` // seconds
				Labels   map[string]string `json:"labels"`
			} `json:"rules"`
		} `json:"groups"`
	} `json:"data"`
}

func answeredRules(data []byte) ([]Rule, error) {
	var doc promRules
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	var out []Rule
	for _, g := range doc.Data.Groups {
		for _, r := range g.Rules {
			if r.Type == "alerting" {
				out = append(out, Rule{Group: g.Name, Name: r.Name, Expr: r.Query, For: time.Duration(r.Duration * float64(time.Second)), Labels: r.Labels, Line: 1})
			}
		}
	}
	return out, nil
}

func sniffRules(h *head) bool {
	if h.has("/data/groups") {
		return true
	}
	return bytes.Contains(h.data, []byte("groups:")) && bytes.Contains(h.data, []byte("rules:")) && bytes.Contains(h.data, []byte("expr:")) && !bytes.HasPrefix(bytes.TrimSpace(h.data), []byte("{"))
}

// ParseRules reads the alerting rules of a file; rules that only record are left out. Errors name the line.
func ParseRules(data []byte) ([]Rule, error) {
	var out []Rule
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var f ruleFile
		if err := dec.Decode(&f); err != nil {
			if err.Error() == "EOF" {
				return out, nil
			}
			return nil, fmt.Errorf("broken YAML: %w", err)
		}
		for _, g := range append(f.Groups, f.Spec.Groups...) {
			for _, node := range g.Rules {
				rule, ok, err := ruleOf(g.Name, &node)
				if err != nil {
					return nil, fmt.Errorf("line %d: %w", node.Line, err)
				}
				if ok {
					out = append(out, rule)
				}
			}
		}
	}
}

func ruleOf(group string, node *yaml.Node) (Rule, bool, error) {
	var r struct {
		Alert  string            `yaml:"alert"`
		Expr   string            `yaml:"expr"`
		For    string            `yaml:"for"`
		Labels map[string]string `yaml:"labels"`
	}
	if err := node.Decode(&r); err != nil {
		return Rule{}, false, err
	}
	if r.Alert == "" {
		return Rule{}, false, nil
	}
	rule := Rule{Group: group, Name: r.Alert, Expr: strings.TrimSpace(r.Expr), Labels: r.Labels, Line: node.Line}
	if r.For != "" {
		d, err := promDuration(r.For)
		if err != nil {
			return rule, false, err
		}
		rule.For = d
	}
	return rule, true, nil
}

// promDuration reads a duration as Prometheus writes it: 5m, 1h30m, 2d.
func promDuration(s string) (time.Duration, error) {
	units := map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour}
	total, rest := time.Duration(0), s
	for rest != "" {
		n, digits := 0, 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' && digits < 9 {
			n = n*10 + int(rest[digits]-'0')
			digits++
		}
		letters := digits
		for letters < len(rest) && (rest[letters] < '0' || rest[letters] > '9') {
			letters++
		}
		unit, ok := units[rest[digits:letters]]
		if digits == 0 || !ok {
			return 0, fmt.Errorf("%q is no duration; write it like 5m", s)
		}
		total += time.Duration(n) * unit
		rest = rest[letters:]
	}
	return total, nil
}

func readRules(in input) (*output, error) {
	data, err := in.document()
	if err != nil {
		return nil, err
	}
	parse := ParseRules
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		parse = answeredRules
	}
	rules, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; correct the file", in.path, err)
	}
	out := &output{}
	for _, r := range rules {
		words := fmt.Sprintf("alert rule %s: %s", r.Name, strings.Join(strings.Fields(r.Expr), " "))
		if r.For > 0 {
			words += " for " + r.For.String()
		}
		out.facts = append(out.facts, Fact{Kind: "rule", Path: in.path, Line: r.Line, Text: excerpt(words), Transformation: in.transformation(), Rule: &r})
	}
	return counted(out), nil
}
