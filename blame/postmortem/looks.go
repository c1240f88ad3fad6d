package postmortem

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/growlint/growlint/blame/history"
)

// A look is a search for one means of prevention in the tree that was deployed.
type look struct {
	what  string
	found bool
	path  string
	line  int
	where string // where was looked
	cite  string
}

// preventions says what would have stood between the change and production, and how it shows in a repository: by the
// name of a file and, where that does not settle it, by what it holds.
var preventions = []struct {
	what  string
	names *regexp.Regexp // of the path
	holds *regexp.Regexp // nil: the file's being there is enough
	where string
}{
	{"CI configuration", regexp.MustCompile(`^(\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.circleci/config\.yml|Jenkinsfile|azure-pipelines\.yml|\.travis\.yml|\.ci/.+|bitbucket-pipelines\.yml|\.buildkite/.+)$`), nil, ".github/workflows, .gitlab-ci.yml, .circleci, Jenkinsfile, azure-pipelines.yml, .travis.yml, .ci, .buildkite, bitbucket-pipelines.yml"},
	{"pre-commit hooks", regexp.MustCompile(`^\.pre-commit-config\.yaml$`), nil, ".pre-commit-config.yaml"},
	{"a linter for unbounded growth", regexp.MustCompile(`^(\.pre-commit-config\.yaml|\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.growlint\.yml|pyproject\.toml|Makefile|tox\.ini)$`), regexp.MustCompile(`growlint`), "growlint in .pre-commit-config.yaml, CI configuration, pyproject.toml, Makefile, tox.ini"},
	{"tests", regexp.MustCompile(`(^|/)(test_[^/]*|[^/]*_test)\.py$`), regexp.MustCompile(`(?m)^\s*(async )?def test_|^class Test`), "test_*.py and *_test.py"},
	{"a load or memory test", regexp.MustCompile(`(?i)(locust|load[_-]?test|k6|gatling|soak|\.jmx$|test.*mem)`), nil, "files named after locust, k6, gatling, JMeter, load test, soak or memory tests"},
	{"a memory limit", regexp.MustCompile(`(^|/)[^/]*\.(ya?ml|service|toml)$|(^|/)Dockerfile$|(^|/)Procfile$`), regexp.MustCompile(`(?m)^\s*(memory|mem_limit|MemoryMax|MemoryLimit)\s*[:=]|--memory[= ]`), "memory, mem_limit, MemoryMax or --memory in YAML, systemd units and Dockerfiles"},
	{"recycling of workers", regexp.MustCompile(`(^|/)([^/]*\.(py|ya?ml|toml|ini|cfg|sh)|Procfile|Dockerfile)$`), regexp.MustCompile(`max[_-]requests|max[_-]tasks[_-]per[_-]child`), "max_requests and max_tasks_per_child in configuration, Procfile, Dockerfile"},
	{"alert rules on memory", regexp.MustCompile(`\.(ya?ml|rules|json)$`), regexp.MustCompile(`(?s)alert:.*(memory|rss|working_set)`), "alert: rules that name memory in YAML and JSON"},
	{"a health check", regexp.MustCompile(`\.(ya?ml)$|(^|/)Dockerfile$`), regexp.MustCompile(`livenessProbe|readinessProbe|HEALTHCHECK|healthcheck:`), "probes and HEALTHCHECK in YAML and Dockerfiles"},
	{"a canary or staged roll-out", regexp.MustCompile(`\.(ya?ml)$`), regexp.MustCompile(`(?i)canary|kind:\s*Rollout|maxUnavailable`), "canary, Rollout or maxUnavailable in YAML"},
}

// largestLook bounds the files that are searched (bytes): configuration is small.
const largestLook = 1 << 20

// look searches the deployed tree for every means of prevention.
func (c *code) look(bk *book, repo Repository, files []history.File) error {
	for _, p := range preventions {
		l := look{what: p.what, where: p.where}
		for _, f := range files {
			if !p.names.MatchString(f.Path) {
				continue
			}
			line, ok, err := foundIn(repo, c.deployed.Commit, f.Path, p.holds)
			if err != nil {
				return err
			}
			if ok {
				l.found, l.path, l.line = true, f.Path, line
				break
			}
		}
		at := fmt.Sprintf("%s at %s: %s", plural(len(files), "file", "files"), short(c.deployed.Commit), p.where)
		if l.found {
			l.cite = bk.add("C", Proof{What: "search", Text: p.what + " found", Path: l.path, Line: l.line, Look: at})
		} else {
			l.cite = bk.add("N", Proof{What: "search", Text: p.what + " not found", Look: at})
		}
		c.looks = append(c.looks, l)
	}
	return nil
}

func foundIn(repo Repository, commit, name string, holds *regexp.Regexp) (line int, ok bool, err error) {
	if holds == nil {
		return 1, true, nil
	}
	data, err := repo.ReadPath(commit, name)
	if err != nil || len(data) > largestLook {
		return 0, false, err
	}
	at := holds.FindIndex(data)
	if at == nil {
		return 0, false, nil
	}
	start := at[0]
	for start < at[1] && (data[start] == '\n' || data[start] == ' ') {
		start++ // (?m)^\s* may begin on the line before
	}
	return 1 + bytes.Count(data[:start], []byte("\n")), true, nil
}
