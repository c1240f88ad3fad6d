package postmortem

import (
	"context"
	"path"
	"strings"

	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// sourceFiles are files that run; tests do not run in production. Anything else (documents, settings, lockfiles, manifests) is no code.
var (
	sourceFile = pattern.New(`(?i)\.(py|pyx|pxd|c|h|cc|cpp|hpp|rs|go|js|mjs|ts|java|kt|rb|sql|sh|html|j2|jinja2?|mako|lua)$`)
	testFile   = pattern.New(`(^|/)(tests?|testing|docs?|examples?|benchmarks?|\.github|\.ci)/|(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$`)
)

func isCode(name string) bool {
	return sourceFile.MatchString(name) && !testFile.MatchString(name) && path.Base(name) != "setup.py"
}

// compareCode asks whether the deployed range changes any code. Code outside of the service's folders counts: the service may import it.
func (c *code) compareCode(ctx context.Context, bk *book, repo Repository) error {
	changes, err := repo.Changes(ctx, c.previous.Commit, c.deployed.Commit, history.ChangeOptions{})
	if err != nil {
		return err
	}
	where := short(c.previous.Commit) + ".." + short(c.deployed.Commit)
	d := &c.dependencies
	var others []string
	for _, ch := range changes {
		if isCode(ch.Path) {
			d.Range = "code"
			d.RangeCites = []string{bk.add("C", Proof{What: "range", Text: "the deployed range changes code", Path: ch.Path, Look: where})}
			return nil
		}
		if len(others) < 5 {
			others = append(others, ch.Path)
		}
	}
	d.Range = "no-code"
	text := "the deployed range changes no file"
	if len(others) > 0 {
		text = "the deployed range changes no code, but " + strings.Join(others, ", ")
	}
	d.RangeCites = []string{bk.add("N", Proof{What: "range", Text: text, Look: where + ", " + plural(len(changes), "changed file", "changed files")})}
	return nil
}
