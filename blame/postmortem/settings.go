package postmortem

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// A setting is one value that bears on memory, in a file that configures a service.
type setting struct {
	key   string // the keys that lead to it, or the flag
	value string
	line  int
	limit bool // a memory limit
	image bool // a base image or the version of the runtime
}

// A settingChange is a setting that differs between two revisions.
type settingChange struct {
	file          string
	key           string
	before, after *setting // nil where the setting is not there
	cite          string
}

func (s settingChange) words() string {
	switch {
	case s.before == nil:
		return fmt.Sprintf("%s %s added", s.key, s.after.value)
	case s.after == nil:
		return fmt.Sprintf("%s %s removed", s.key, s.before.value)
	}
	return fmt.Sprintf("%s %s to %s", s.key, s.before.value, s.after.value) + s.direction()
}

// direction says whether a memory limit was lowered or raised; "" where it is no limit or no size.
func (s settingChange) direction() string {
	if s.before == nil || s.after == nil || !s.after.limit {
		return ""
	}
	x, err := evidence.ParseBytes(s.before.value)
	if err != nil {
		return ""
	}
	y, err := evidence.ParseBytes(s.after.value)
	switch {
	case err != nil || x == y:
		return ""
	case y < x:
		return lowered
	default:
		return raised
	}
}

// The directions of a limit.
const (
	lowered = " (lowered)"
	raised  = " (raised)"
)

func (s settingChange) line() int {
	if s.after != nil {
		return s.after.line
	}
	return s.before.line
}

// configures are the files that say how a service is run.
var configures = pattern.New(`(?i)\.(ya?ml|tpl|toml|ini|cfg|conf|env|service|tf|hcl)$|(^|/)(Dockerfile[^/]*|[^/]*\.dockerfile|Procfile|runtime\.txt|\.python-version|\.env[^/]*|[^/]*(gunicorn|celery|uvicorn|hypercorn|settings|config)[^/]*\.py|[^/]*(entrypoint|start|run|serve)[^/]*\.sh)$`)

// The settings that bear on memory: options of servers and workers as flags, the same as assignments and variables of the
// environment, and what orchestrators call limits.
var (
	flagSetting = pattern.New(`--(max-requests|max-requests-jitter|workers|threads|worker-connections|limit-max-requests|limit-concurrency|concurrency|max-tasks-per-child|max-memory-per-child|prefetch-multiplier|autoscale|memory|memory-swap)(?:[ =]|["']?,?\s*\n\s*-\s*|["'],?\s*)["']?([A-Za-z0-9_.,]+)`)
	nameSetting = pattern.New(`(?mi)^(?:[^#\n]*?[^#\n\w-])?(max_requests|max_requests_jitter|workers|worker_connections|limit_max_requests|worker_concurrency|worker_max_tasks_per_child|worker_max_memory_per_child|worker_prefetch_multiplier|celeryd_max_tasks_per_child|celeryd_concurrency|web_concurrency|malloc_arena_max|malloc_trim_threshold_|gunicorn_cmd_args|mem_limit|memswap_limit|memorymax|memoryhigh|memorylimit|maxreplicas|replicas)["']?\s*[:=]\s*["']?([A-Za-z0-9_.,% -]*[A-Za-z0-9_.,%-])`)
	envSetting  = pattern.New(`(?m)name:\s*["']?(WEB_CONCURRENCY|MALLOC_ARENA_MAX|MALLOC_TRIM_THRESHOLD_|GUNICORN_CMD_ARGS|[A-Z_]*MAX_REQUESTS[A-Z_]*|[A-Z_]*MAX_TASKS_PER_CHILD)["']?\s*\n\s*value:\s*["']?([^"'\n]+)`)
	baseImage   = pattern.New(`(?mi)^FROM\s+(?:--platform=\S+\s+)?(\S+)`)
	memoryKey   = pattern.New(`(^|\.)limits(\[\d+\])?\.memory$|(^|\.)resources\.requests\.memory$|(^|\.)(mem_limit|memory_limit)$`)
	limitKey    = pattern.New(`limits(\[\d+\])?\.memory$|(?i)mem_limit$|memory_limit$|memorymax$|memorylimit$|^--memory$`)
)

// settings reads the values of a file that bear on memory, in the order of the file.
func settings(name, text string) []setting {
	var out []setting
	add := func(key, value string, offset int) {
		out = append(out, setting{key: key, value: strings.TrimSpace(value), line: 1 + strings.Count(text[:offset], "\n"), limit: limitKey.MatchString(key)})
	}
	for _, r := range []struct {
		pattern *pattern.Pattern
		prefix  string
	}{{flagSetting, "--"}, {nameSetting, ""}, {envSetting, ""}} {
		for _, m := range r.pattern.FindAllStringSubmatchIndex(text, -1) {
			add(r.prefix+text[m[2]:m[3]], text[m[4]:m[5]], m[2])
		}
	}
	switch base := path.Base(name); {
	case strings.Contains(strings.ToLower(base), "dockerfile"):
		for _, m := range baseImage.FindAllStringSubmatchIndex(text, -1) {
			add("FROM", text[m[2]:m[3]], m[2])
			out[len(out)-1].image = true
		}
	case base == "runtime.txt", base == ".python-version":
		out = append(out, setting{key: base, value: strings.TrimSpace(text), line: 1, image: true})
	case pattern.New(`\.(ya?ml|tpl)$`).MatchString(base):
		for _, s := range indented(text) {
			if memoryKey.MatchString(s.key) {
				s.limit = limitKey.MatchString(s.key)
				out = append(out, s)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b setting) int { return a.line - b.line })
	return slices.CompactFunc(out, func(a, b setting) bool { return a.line == b.line && a.value == b.value && leaf(a.key) == leaf(b.key) })
}

func leaf(key string) string { return key[strings.LastIndex(key, ".")+1:] }

// keyLine is a line of YAML that names a key, with the dashes of the lists that begin on it.
var keyLine = pattern.New(`^(\s*)((?:-\s+)*)["']?([A-Za-z0-9_./-]+)["']?\s*:(?:\s+(.*))?$`)

// indented reads scalar values with the keys that lead to them, by indentation alone: that works on the templates of Helm,
// too, which are no YAML before they are rendered.
func indented(text string) []setting {
	type level struct {
		indent int
		key    string
		items  int
	}
	var stack []level
	var out []setting
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "---") {
			stack = nil
		}
		m := keyLine.FindStringSubmatch(strings.TrimRight(line, " \r"))
		if m == nil || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		dash := len(m[1])
		indent := dash + len(m[2])
		for len(stack) > 0 && (stack[len(stack)-1].indent >= indent || m[2] != "" && stack[len(stack)-1].indent > dash) {
			stack = stack[:len(stack)-1]
		}
		if m[2] != "" && len(stack) > 0 {
			stack[len(stack)-1].items++
		}
		keys := make([]string, 0, len(stack)+1)
		for _, l := range stack {
			if l.items > 1 {
				l.key += fmt.Sprintf("[%d]", l.items-1)
			}
			keys = append(keys, l.key)
		}
		stack = append(stack, level{indent: indent, key: m[3]})
		value, _, _ := strings.Cut(m[4], " #")
		if value = strings.Trim(strings.TrimSpace(value), `"'`); value != "" {
			out = append(out, setting{key: strings.Join(append(keys, m[3]), "."), value: value, line: i + 1})
		}
	}
	return out
}

// compareSettings compares how the service was configured in the two revisions.
func (c *code) compareSettings(bk *book, repo Repository, changes []history.Change, servicePaths []string) error {
	where := "both versions read, " + short(c.previous.Commit) + ".." + short(c.deployed.Commit)
	for _, ch := range changes {
		if !configures.MatchString(ch.Path) && !configures.MatchString(ch.OldPath) || !c.configuresService(ch.Path, servicePaths) {
			continue
		}
		old := formerPath(ch)
		before, err := readIf(repo, c.previous.Commit, old, ch.OldBlob != "")
		if err != nil {
			return err
		}
		after, err := readIf(repo, c.deployed.Commit, ch.Path, ch.Blob != "")
		if err != nil {
			return err
		}
		if len(before) > largestLook || len(after) > largestLook {
			continue // no configuration is as large as this
		}
		for _, s := range settingChanges(ch.Path, settings(old, string(before)), settings(ch.Path, string(after))) {
			s.cite = bk.add("C", Proof{What: "configuration", Text: evidence.Redact(s.words()), Path: s.file, Line: s.line(), Look: where})
			c.settingChanges = append(c.settingChanges, s)
		}
	}
	return nil
}

// limitLowered tells the weighing of a memory limit that a manifest of the bundle's environment lowers.
func (c *code) limitLowered(environment string) {
	for _, s := range c.settingChanges {
		if s.direction() == lowered && !otherEnvironment(s.file, environment) {
			c.dependencies.Limit, c.dependencies.LimitCites = "lowered", append(c.dependencies.LimitCites, s.cite)
		}
	}
}

// environmentWords are what environments are called in the names of files and folders.
var environmentWords = pattern.New(`(?i)(?:^|[-_./])(prod|production|live|stag|staging|stage|dev|devel|development|test|testing|qa|demo|sandbox|preview)(?:[-_./]|$)`)

// otherEnvironment reports whether a file names an environment that is not the given one.
func otherEnvironment(file, environment string) bool {
	m := environmentWords.FindStringSubmatch(file)
	if m == nil || environment == "" {
		return false
	}
	a, b := strings.ToLower(m[1]), strings.ToLower(environment)
	return !strings.HasPrefix(a, b[:min(3, len(b))])
}

// A placed setting is one with its file and the id under which it is cited.
type placedSetting struct {
	setting
	file, cite string
}

// findWrittenLimit finds the memory limit that the deployed tree sets for the service. With several of them, and for other environments,
// nobody can say which is meant.
func (c *code) findWrittenLimit(bk *book, repo Repository, files []history.File, servicePaths []string, environment string) error {
	var found []placedSetting
	for _, f := range files {
		if !configures.MatchString(f.Path) || !c.configuresService(f.Path, servicePaths) || otherEnvironment(f.Path, environment) {
			continue
		}
		data, err := repo.Read(f.Blob)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		if len(data) > largestLook {
			continue
		}
		for _, s := range settings(f.Path, string(data)) {
			if s.limit {
				found = append(found, placedSetting{setting: s, file: f.Path})
			}
		}
	}
	if len(found) == 1 {
		c.writtenLimit = &found[0]
		c.writtenLimit.cite = bk.add("C", Proof{What: "configuration", Text: found[0].key + " " + found[0].value, Path: found[0].file, Line: found[0].line, Look: "read at " + short(c.deployed.Commit)})
	}
	return nil
}

// configuresService reports whether a file may configure the service: it lies in one of its folders, or in none of
// another service. Deployments often lie beside the services' own folders.
func (c *code) configuresService(name string, servicePaths []string) bool {
	if inService(name, servicePaths) {
		return true
	}
	for _, dir := range servicePaths {
		if service := path.Base(strings.Trim(dir, "/")); strings.Contains(name, service) {
			return true
		}
	}
	return false
}

// settingChanges pairs settings by key, and by their order where a key comes several times.
func settingChanges(file string, before, after []setting) []settingChange {
	number := func(all []setting) map[string]*setting {
		out, seen := map[string]*setting{}, map[string]int{}
		for i := range all {
			key := all[i].key
			if n := seen[key]; n > 0 {
				key = fmt.Sprintf("%s (%d)", key, n+1)
			}
			seen[all[i].key]++
			out[key] = &all[i]
		}
		return out
	}
	x, y := number(before), number(after)
	var out []settingChange
	for key, s := range x {
		if t := y[key]; t == nil || t.value != s.value {
			out = append(out, settingChange{file: file, key: key, before: s, after: t})
		}
	}
	for key, t := range y {
		if x[key] == nil {
			out = append(out, settingChange{file: file, key: key, after: t})
		}
	}
	slices.SortFunc(out, func(a, b settingChange) int { return strings.Compare(a.key, b.key) })
	return out
}
