package postmortem_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/postmortem"
)

const alertRules = `groups:
  - name: api
    rules:
      - alert: Up
        expr: absent(up{job="api"})
      - alert: MemoryHigh
        expr: |
          memory_bytes
            > 2e8
        for: 5m
      - alert: MemoryVeryHigh
        expr: memory_bytes / container_spec_memory_limit_bytes > 0.9
      - alert: MemoryAlways
        expr: memory_bytes > 1
      - record: job:memory:max
        expr: max(memory_bytes)
`

// ruleRow finds the row of a rule in the table of replayed rules.
func ruleRow(t *testing.T, r *postmortem.Report, name string) postmortem.Row {
	t.Helper()
	for _, b := range r.Section("detection-gaps").Blocks {
		if b.Table == nil {
			continue
		}
		for _, row := range b.Table.Rows {
			if strings.HasPrefix(row.Cells[0], name) {
				return row
			}
		}
	}
	t.Fatalf("no row of rule %s", name)
	return postmortem.Row{}
}

func rowSays(t *testing.T, r postmortem.Row, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(strings.Join(r.Cells, " | "), w) {
			t.Errorf("row %q does not say %q", r.Cells, w)
		}
	}
	if len(r.Cites) == 0 {
		t.Errorf("row %q cites nothing", r.Cells)
	}
}

// Memory rises by 2 MB a minute from 100 MB at 11:00, and the process is killed at 11:59:30. It passes 200 MB at 11:50.
func TestAlertRulesOfTheRepositoryAreReplayed(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets, "ops/alerts.yml": alertRules}, historytest.Files{"app.py": keeps}, "")
	rowSays(t, ruleRow(t, r, "MemoryHigh"), "memory_bytes > 2e8 for 300 s", "ops/alerts.yml:6", "would have fired 270 s before the failure", "silent for")
	rowSays(t, ruleRow(t, r, "MemoryVeryHigh"), "ops/alerts.yml:11", "would not have fired before the failure", "the memory limit of the bundle stands for container_spec_memory_limit_bytes")
	rowSays(t, ruleRow(t, r, "MemoryAlways"), "would have fired 59 min 30 s before the failure", "fired 1 time in 1 h")
	rowSays(t, ruleRow(t, r, "Up"), "not evaluated: the bundle holds no series up")
	for _, b := range r.Section("detection-gaps").Blocks {
		if b.Table != nil && len(b.Table.Rows) != 4 {
			t.Errorf("%d rows, want one a rule that alerts", len(b.Table.Rows))
		}
	}
	says(t, claim(t, r, "detection.replay-60"), "would not have fired") // 218 MB of 400 MB
}

func TestAlertRulesOfTheBundleAreReplayed(t *testing.T) {
	b := steadyThenRising(t, sha('a'), sha('c'), "  - {path: rules.yml}\n", "rules.yml", alertRules)
	r := build(t, postmortem.Input{Bundle: b})
	rowSays(t, ruleRow(t, r, "MemoryHigh"), "rules.yml:6", "270 s")
}

// A file that only looks like one of rules is told, not passed over.
func TestRulesThatCannotBeRead(t *testing.T) {
	chart := "groups:\n{{- if .Values.on }}\n- rules:\n  - alert: M\n    expr: x > {{ .Values.max }}\n{{- end }}\n"
	r := rolledOut(t, historytest.Files{"app.py": forgets, "chart/templates/rules.yaml": chart}, historytest.Files{"app.py": keeps}, "")
	rowSays(t, ruleRow(t, r, "(a file of rules)"), "chart/templates/rules.yaml", "not evaluated")
}

func TestNoAlertRulesSayWhereWasLooked(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets, "deploy.yaml": "kind: Service\n"}, historytest.Files{"app.py": keeps}, "")
	c := claim(t, r, "detection.rules")
	kind(t, c, postmortem.Gap)
	for _, p := range r.Proofs {
		if p.ID == c.Cites[0] && !strings.Contains(p.Look, "1 YAML file at") {
			t.Errorf("looked: %s", p.Look)
		}
	}
}

// What stands between a change and production is found with its line, or told with where was looked.
func TestMeansOfPrevention(t *testing.T) {
	means := map[string]struct{ file, text, at string }{
		"CI configuration":              {".github/workflows/test.yml", "on: push\n", ".github/workflows/test.yml:1"},
		"pre-commit hooks":              {".pre-commit-config.yaml", "repos: []\n", ".pre-commit-config.yaml:1"},
		"a linter of Python":            {"pyproject.toml", "[project]\nname = 'x'\n\n[tool.ruff]\n", "pyproject.toml:4: [tool.ruff]"},
		"tests":                         {"tests/test_app.py", "import app\n\n\ndef test_hello():\n    pass\n", "tests/test_app.py:4"},
		"a load or memory test":         {"perf/locustfile.py", "x = 1\n", "perf/locustfile.py:1"},
		"a memory limit":                {"deploy.yaml", "resources:\n  requests:\n    memory: 1Gi\n  limits:\n    memory: 2Gi\n", "deploy.yaml:5: memory: 2Gi"},
		"recycling of workers":          {"Procfile", "web: gunicorn app:app --max-requests 1000\n", "Procfile:1"},
		"alert rules on memory":         {"alerts.yml", alertRules, "alerts.yml:6: - alert: MemoryHigh"},
		"a metric of a cache's size":    {"metrics.py", "G = Gauge('n', 'entries')\nG.set_function(lambda: len(cache))\n", "metrics.py:1"},
		"a health check":                {"Dockerfile", "FROM python:3.12\nHEALTHCHECK CMD true\n", "Dockerfile:2: HEALTHCHECK"},
		"a canary or staged roll-out":   {"rollout.yaml", "kind: Rollout\n", "rollout.yaml:1"},
		"a linter for unbounded growth": {"Makefile", "lint:\n\tgrowlint check\n", "Makefile:2"},
	}
	all := historytest.Files{"app.py": forgets}
	for _, m := range means {
		all[m.file] = m.text
	}
	with := rolledOut(t, all, historytest.Files{"app.py": keeps}, "")
	without := rolledOut(t, historytest.Files{"app.py": forgets, "README.md": "k6 and canary, max_requests and HEALTHCHECK\n"}, historytest.Files{"app.py": keeps}, "")
	for what, m := range means {
		says(t, claim(t, with, "prevention."+what), "found, "+m.at)
		says(t, claim(t, without, "prevention."+what), "not found (looked for ")
	}
	if n := len(maps.Collect(maps.All(means))); len(with.Section("prevention-gaps").Blocks[0].Claims) != n+1 {
		t.Errorf("%d claims for %d means and the rule", len(with.Section("prevention-gaps").Blocks[0].Claims), n)
	}
}

// The limit that the repository sets is held against the one of the evidence.
func TestTheWrittenLimit(t *testing.T) {
	limit := func(size string) historytest.Files {
		return historytest.Files{"app.py": forgets, "deploy.yaml": "limits:\n  memory: " + size + "\n"}
	}
	r := rolledOut(t, limit("400M"), historytest.Files{"app.py": keeps}, "")
	kind(t, claim(t, r, "limit.written"), postmortem.Computation)
	r = rolledOut(t, limit("1Gi"), historytest.Files{"app.py": keeps}, "")
	kind(t, claim(t, r, "limit.written"), postmortem.Conflict)
	says(t, claim(t, r, "limit.written"), "deploy.yaml:2 says 1Gi", "400 MB")
}

// A post-mortem is about means, not about people: it never says that somebody overlooked something.
func TestNobodyIsBlamed(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets}, historytest.Files{"app.py": keeps}, "")
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			for _, c := range b.Claims {
				for _, word := range []string{"missed in", "overlooked", "should have", "failed to", "careless", "reviewer"} {
					if strings.Contains(strings.ToLower(c.Text), word) {
						t.Errorf("%s says %q: %s", c.Key, word, c.Text)
					}
				}
			}
		}
	}
}
