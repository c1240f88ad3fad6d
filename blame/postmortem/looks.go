package postmortem

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// A look is a search for one means of prevention in the tree that was deployed.
type look struct {
	what  string
	found bool
	path  string
	line  int
	text  string // of that line
	where string // where was looked
	cite  string
}

// A prevention is what would have stood between the change and production, and how it shows in a repository: by the name of a file
// and, where that does not settle it, by what the file holds.
type prevention struct {
	what  string
	names *pattern.Pattern // of the path
	// holds returns the offset of what proves it, -1 where nothing does; nil where the file's being there is enough.
	holds func(name string, data []byte) int
	where string // was looked for, in words
}

var preventions = []prevention{
	{"CI configuration", pattern.New(`^(\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.circleci/config\.yml|Jenkinsfile|azure-pipelines\.yml|\.travis\.yml|\.ci/.+|bitbucket-pipelines\.yml|\.buildkite/.+|\.drone\.yml|cloudbuild\.ya?ml|tekton/.+\.ya?ml)$`), nil, ".github/workflows, .gitlab-ci.yml, .circleci, Jenkinsfile, azure-pipelines.yml, .travis.yml, .ci, .buildkite, bitbucket-pipelines.yml, .drone.yml, cloudbuild.yaml, tekton"},
	{"pre-commit hooks", pattern.New(`^\.pre-commit-config\.yaml$`), nil, ".pre-commit-config.yaml"},
	{"a linter of Python", pattern.New(`(^|/)(\.pre-commit-config\.yaml|\.?ruff\.toml|\.flake8|\.pylintrc|pyproject\.toml|setup\.cfg|tox\.ini)$`), text(`\[tool\.(ruff|pylint|flake8)|\[flake8\]|\[(MAIN|MASTER|MESSAGES CONTROL)\]|\b(id:\s*(ruff|flake8|pylint))|^\s*(extend-)?select\s*=`), "ruff, flake8 and pylint in pyproject.toml, setup.cfg, tox.ini, .flake8, ruff.toml, .pylintrc, .pre-commit-config.yaml"},
	{"a linter for unbounded growth", pattern.New(`^(\.pre-commit-config\.yaml|\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.growlint\.yml|pyproject\.toml|Makefile|tox\.ini)$`), text(`growlint`), "growlint in .pre-commit-config.yaml, CI configuration, pyproject.toml, Makefile, tox.ini"},
	{"tests", pattern.New(`(^|/)(test_[^/]*|[^/]*_test)\.py$`), text(`^\s*(async )?def test_|^class Test`), "test_*.py and *_test.py"},
	{"a load or memory test", pattern.New(`(?i)(^|[/_.-])(locustfile|locust|k6|gatling|soak|jmeter|load[_-]?tests?|stress[_-]?tests?|memory[_-]?tests?|test[_-]?(memory|leaks?))([/_.-]|$)|\.jmx$`), nil, "files named after locust, k6, gatling, JMeter, load, stress, soak, memory or leak tests"},
	{"a memory limit", configures, withSetting(func(s setting) bool { return s.limit }), "limits.memory, mem_limit, MemoryMax or --memory in YAML, Helm values, compose files, systemd units, Dockerfiles"},
	{"recycling of workers", configures, withSetting(func(s setting) bool { return recycles.MatchString(s.key) && s.value != "0" }), "max_requests, limit_max_requests, max_tasks_per_child and max_memory_per_child in configuration, Procfile, Dockerfile, scripts"},
	{"alert rules on memory", yamlFile, memoryRule, "alert: rules whose expression names memory in YAML"},
	{"a metric of a cache's size", pattern.New(`\.py$`), text(`(?i)\b(gauge|metrics?|statsd)\w*[.(].*(len\(|cache|entries|currsize)|\bset_function\(.*len\(|\bcache_info\(\)`), "gauges of len(), of entries or of caches, cache_info() in Python"},
	{"a health check", pattern.New(`\.(ya?ml|tpl)$|(^|/)[^/]*Dockerfile[^/]*$`), text(`livenessProbe|readinessProbe|HEALTHCHECK|healthcheck:`), "probes and HEALTHCHECK in YAML and Dockerfiles"},
	{"a canary or staged roll-out", pattern.New(`\.(ya?ml|tpl)$`), text(`(?i)\bcanary\b|kind:\s*(Rollout|Canary)\b|maxUnavailable|maxSurge`), "canary, Rollout, maxUnavailable or maxSurge in YAML"},
}

// recycles are the settings by which a worker is replaced before it has grown too large.
var recycles = pattern.New(`(?i)max[-_]requests$|max[-_]tasks[-_]per[-_]child$|max[-_]memory[-_]per[-_]child$`)

// text finds a pattern, line by line.
func text(expression string) func(string, []byte) int {
	re := pattern.New(`(?m)` + expression)
	return func(_ string, data []byte) int {
		at := re.FindIndex(data)
		if at == nil {
			return -1
		}
		for at[0] < at[1]-1 && (data[at[0]] == '\n' || data[at[0]] == ' ') {
			at[0]++ // (?m)^\s* may begin on the line before
		}
		return at[0]
	}
}

// memoryRule finds the first alerting rule about memory; a file that is no plain YAML (a template) is searched as text.
func memoryRule(_ string, data []byte) int {
	if !bytes.Contains(data, []byte("alert:")) {
		return -1
	}
	rules, err := evidence.ParseRules(data)
	if err != nil {
		return text(`expr:.*(memory|rss|working_set|oom)`)("", data)
	}
	for _, r := range rules {
		if (alertRule{Rule: r}).relevant() {
			return offsetOf(data, r.Line)
		}
	}
	return -1
}

// withSetting finds the line of a setting.
func withSetting(is func(setting) bool) func(string, []byte) int {
	return func(name string, data []byte) int {
		for _, s := range settings(name, string(data)) {
			if is(s) {
				return offsetOf(data, s.line)
			}
		}
		return -1
	}
}

func offsetOf(data []byte, line int) int {
	offset := 0
	for ; line > 1; line-- {
		offset += bytes.IndexByte(data[offset:], '\n') + 1
	}
	return offset
}

// largestLook bounds the files that are searched (bytes): configuration is small.
const largestLook = 1 << 20

// look searches the deployed tree for every means of prevention. Each file is read once at most, and let go again: a tree may be large.
func (c *code) look(bk *book, repo Repository, files []history.File) error {
	c.looks = make([]look, len(preventions))
	for i, p := range preventions {
		c.looks[i] = look{what: p.what, where: p.where}
	}
	for _, f := range files {
		if err := c.lookInto(repo, f); err != nil {
			return err
		}
	}
	for i := range c.looks {
		l := &c.looks[i]
		at := fmt.Sprintf("%s at %s: %s", plural(len(files), "file", "files"), short(c.deployed.Commit), l.where)
		if l.found {
			l.cite = bk.add("C", Proof{What: "search", Text: l.what + " found: " + l.text, Path: l.path, Line: l.line, Look: at})
		} else {
			l.cite = bk.add("N", Proof{What: "search", Text: l.what + " not found", Look: at})
		}
	}
	return nil
}

// lookInto looks into one file for all that its name may hold and that was not found yet.
func (c *code) lookInto(repo Repository, f history.File) error {
	var data []byte
	read := false
	for i, p := range preventions {
		if c.looks[i].found || !p.names.MatchString(f.Path) {
			continue
		}
		if !read {
			var err error
			if data, err = repo.Read(f.Blob); err != nil {
				return fmt.Errorf("%s: %w", f.Path, err)
			}
			read = true
		}
		c.looks[i].foundIn(p, f.Path, data)
	}
	return nil
}

// foundIn notes the first line of a file that proves a prevention.
func (l *look) foundIn(p prevention, name string, data []byte) {
	offset := 0
	if p.holds != nil {
		if len(data) > largestLook {
			return
		}
		if offset = p.holds(name, data); offset < 0 {
			return
		}
	}
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	line, _, _ := bytes.Cut(data[start:], []byte("\n"))
	l.found, l.path, l.line = true, name, 1+bytes.Count(data[:offset], []byte("\n"))
	l.text = evidence.Redact(strings.TrimSpace(strings.ToValidUTF8(string(line[:min(len(line), longestLine)]), "")))
}

// longestLine bounds the quotation of a line (bytes).
const longestLine = 120
