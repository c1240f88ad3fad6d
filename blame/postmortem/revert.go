package postmortem

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// A touched file is what a commit did to one file.
type touched struct {
	path                    string
	kind                    string // of history.Change
	addedLines, removed     int
	added, changed, dropped []string // functions and classes
	cite                    string
}

// mostTouched bounds the files whose contents are compared; the others are counted.
const mostTouched = 40

// touch reads what the suspected commit does, file by file.
func (s *suspect) touch(ctx context.Context, bk *book, repo Repository, parent string) error {
	for _, ch := range s.changed[:min(len(s.changed), mostTouched)] {
		diff, err := repo.Diff(ctx, s.commit.Hash, ch.Path)
		if err != nil {
			return err
		}
		t := touched{path: ch.Path, kind: ch.Kind}
		t.addedLines, t.removed = diffStat(diff)
		if strings.HasSuffix(ch.Path, ".py") {
			before, err := readIf(repo, parent, formerPath(ch), ch.OldBlob != "" && parent != "")
			if err != nil {
				return err
			}
			after, err := readIf(repo, s.commit.Hash, ch.Path, ch.Blob != "")
			if err != nil {
				return err
			}
			t.compare(definitions(string(before)), definitions(string(after)))
		}
		t.cite = s.diffCite
		if ch.Path != s.finding.Path || s.diff == "" {
			t.cite = bk.add("C", Proof{What: "diff", Text: t.words(), Path: ch.Path, Look: short(s.commit.Hash) + " against its first parent"})
		}
		s.touched = append(s.touched, t)
	}
	return nil
}

func (t *touched) compare(before, after map[string]string) {
	for _, name := range sortedKeys(before, after) {
		x, was := before[name]
		y, is := after[name]
		switch {
		case !was:
			t.added = append(t.added, name)
		case !is:
			t.dropped = append(t.dropped, name)
		case x != y:
			t.changed = append(t.changed, name)
		}
	}
}

// words say what a commit did to the file: its kind, its lines, its functions and classes.
func (t touched) words() string {
	text := fmt.Sprintf("%s %s (+%d −%d lines)", t.kind, t.path, t.addedLines, t.removed)
	for _, part := range []struct {
		word  string
		names []string
	}{{"adds", t.added}, {"changes", t.changed}, {"removes", t.dropped}} {
		if len(part.names) > 0 {
			text += ", " + part.word + " " + list(few(part.names))
		}
	}
	return text
}

// fewNames bounds an enumeration in a sentence.
const fewNames = 8

func few(names []string) []string {
	if len(names) <= fewNames {
		return names
	}
	return append(slices.Clone(names[:fewNames]), fmt.Sprintf("%d more", len(names)-fewNames))
}

var definition = pattern.New(`^(\s*)(?:async\s+def|def|class)\s+(\w+)`)

// definitions are the functions and classes of a Python file by qualified name, each with its own lines: those of what is
// defined inside it belong to that. By indentation, which is what Python goes by.
func definitions(text string) map[string]string {
	type open struct {
		indent int
		name   string
	}
	var stack []open
	out := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimLeft(line, " \t")
		if trimmed == "" {
			continue
		}
		indent := len(line) - len(trimmed)
		for len(stack) > 0 && indent <= stack[len(stack)-1].indent && trimmed[0] != ')' && trimmed[0] != '#' {
			stack = stack[:len(stack)-1]
		}
		if m := definition.FindStringSubmatch(line); m != nil {
			name := m[2]
			if len(stack) > 0 {
				name = stack[len(stack)-1].name + "." + name
			}
			stack = append(stack, open{indent, name})
		}
		if len(stack) > 0 {
			out[stack[len(stack)-1].name] += line + "\n"
		}
	}
	return out
}

// schema are the paths of database migrations: taking back the code does not take back what they did.
var schema = pattern.New(`(^|/)(migrations|alembic/versions|migrate)/[^/]+\.(py|sql)$`)

// laterTouches returns the commits of the deployed range that came after the suspect and change a file of its: a revert of
// it may conflict with them.
func (c *code) laterTouches(ctx context.Context, repo Repository, s *suspect) ([]history.Commit, error) {
	var paths []string
	for _, ch := range s.changed {
		paths = append(paths, ch.Path)
	}
	var out []history.Commit
	for _, commit := range c.span {
		if commit.Hash == s.commit.Hash || len(commit.Parents) != 1 {
			continue
		}
		later, err := repo.IsAncestor(ctx, s.commit.Hash, commit.Hash)
		if err != nil || !later {
			if err != nil {
				return nil, err
			}
			continue
		}
		changes, err := repo.Changes(ctx, commit.Parents[0], commit.Hash, history.ChangeOptions{NoRenames: true})
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(changes, func(ch history.Change) bool { return slices.Contains(paths, ch.Path) }) {
			out = append(out, commit)
		}
	}
	return out, nil
}

// revert says what else a revert of the commit would take back, and what could stand in its way.
func (a *author) revert(s *suspect) []Claim {
	text := fmt.Sprintf("Rolling back to %s takes the commit out, and the other %s of the deployed range with it.", short(a.code.previous.Commit), plural(len(a.code.span)-1, "commit", "commits"))
	cites := []string{a.code.revisionCite, s.originCite}
	if a.verdict.Answer("timing-onset").Outcome == "after" {
		text += " Memory was steady under it."
		cites = append(cites, a.verdict.Answer("timing-onset").Cites...)
	}
	out := []Claim{a.claim("remediation.rollback", Action, cites, text+unassigned)}
	added, removed := 0, 0
	var parts []string
	cites = []string{s.originCite}
	for _, t := range s.touched {
		added, removed = added+t.addedLines, removed+t.removed
		parts, cites = append(parts, t.words()), append(cites, t.cite)
	}
	if n := len(s.changed) - len(s.touched); n > 0 {
		parts = append(parts, plural(n, "more file", "more files"))
	}
	out = append(out, a.claim("remediation.revert", Action, cites,
		fmt.Sprintf("Risk of reverting commit %s alone: it also takes back what its message says (%s). The commit %s.%s", short(s.commit.Hash), s.commit.Subject, strings.Join(parts, "; "), unassigned),
		quantity("lines_added", float64(added), ""), quantity("lines_removed", float64(removed), ""), quantity("files", float64(len(s.changed)), "")))
	return append(out, a.obstacles(s)...)
}

// obstacles are what makes a revert more than taking lines back.
func (a *author) obstacles(s *suspect) []Claim {
	var out []Claim
	for _, t := range s.touched {
		if schema.MatchString(t.path) {
			out = append(out, a.claim("remediation.migration", Action, []string{t.cite}, fmt.Sprintf("The commit holds a database migration (%s): taking back the code does not take back what it did.%s", t.path, unassigned)))
			break
		}
	}
	if n := len(s.later); n > 0 {
		var names []string
		for _, c := range s.later[:min(n, fewNames)] {
			names = append(names, short(c.Hash))
		}
		if n > fewNames {
			names = append(names, fmt.Sprintf("%d more", n-fewNames))
		}
		out = append(out, a.claim("remediation.conflicts", Action, []string{s.laterCite}, fmt.Sprintf("A revert may conflict: %s of the range changed the same files later (%s).%s", plural(n, "commit", "commits"), list(names), unassigned), quantity("later_commits", float64(n), "")))
	}
	return out
}
