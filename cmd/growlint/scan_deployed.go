package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/origin"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/report"
)

// A rollOut is a deployment and the one before it in the same environment, as commits.
type rollOut struct {
	now, before *evidence.Fact
	to, from    history.Commit
	relation    history.Relation
	notLive     []*evidence.Fact // of the same environment
	tags        []history.Tag    // of the repository, as they are today
}

// rollOutOf reads deployment records and finds the deployment asked for: by the revision or version that it has, or else the latest.
func rollOutOf(ctx context.Context, repo *history.Repo, wanted string, flags scanFlags) (*rollOut, error) {
	if err := flags.onlyDeployed(wanted); err != nil {
		return nil, err
	}
	bundle, err := evidence.Records(flags.deployed)
	if err != nil {
		return nil, err
	}
	live, notLive, err := inOneEnvironment(bundle, flags.environment)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(live, func(a, b *evidence.Fact) int { return a.At.Compare(b.At) })
	i := len(live) - 1
	if wanted != "" {
		i = lastIndex(live, func(f *evidence.Fact) bool { return isDeployment(f.Deployment, wanted) })
	}
	if i < 0 {
		return nil, fmt.Errorf("--deployed: no deployment of %q that became live is in the records; there are those of %s", wanted, namesOf(live))
	}
	out := &rollOut{now: live[i], notLive: notLive}
	if out.tags, err = repo.Tags(); err != nil {
		return nil, err
	}
	if out.to, err = deployedCommit(repo, out.now); err != nil {
		return nil, err
	}
	if err := out.findBefore(repo, live[:i]); err != nil {
		return nil, err
	}
	out.relation, err = repo.Relate(ctx, out.from.Hash, out.to.Hash)
	return out, err
}

// onlyDeployed refuses what else would choose the commits.
func (f scanFlags) onlyDeployed(wanted string) error {
	switch {
	case f.since != "" || f.until != "":
		return fmt.Errorf("--deployed takes its commits from the records: leave --since and --until out")
	case strings.Contains(wanted, ".."):
		return fmt.Errorf("--deployed takes its commits from the records: leave %s out, or give the one revision or version that was deployed", wanted)
	}
	return nil
}

// findBefore finds the last deployment that ran another commit. One whose commit is not known may be the same or another: it is no answer, and
// those before it are none either.
func (d *rollOut) findBefore(repo *history.Repo, earlier []*evidence.Fact) error {
	for _, f := range slices.Backward(earlier) {
		c, err := deployedCommit(repo, f)
		if err != nil {
			return err
		}
		if c.Hash != d.to.Hash {
			d.before, d.from = f, c
			return nil
		}
	}
	return fmt.Errorf("--deployed: the records name nothing else that was live before the deployment of %s on %s: give records that reach further back, or the range A..B yourself",
		nameOf(d.now), d.now.At.UTC().Format(time.RFC3339))
}

func lastIndex(list []*evidence.Fact, ok func(*evidence.Fact) bool) int {
	for i, f := range slices.Backward(list) {
		if ok(f) {
			return i
		}
	}
	return -1
}

func isDeployment(d *evidence.Deployment, wanted string) bool {
	return d.Version == wanted || d.Revision == wanted || len(wanted) >= 7 && strings.HasPrefix(d.Revision, wanted)
}

// nameOf is what a deployment is called by people.
func nameOf(f *evidence.Fact) string { return cmp.Or(f.Deployment.Version, f.Deployment.Revision) }

// maxNames bounds the deployments that a message lists.
const maxNames = 5

// namesOf lists deployments, the latest first.
func namesOf(live []*evidence.Fact) string {
	var out []string
	for _, f := range slices.Backward(live) {
		if name := nameOf(f); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if more := len(out) - maxNames; more > 0 {
		out = append(out[:maxNames], fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, ", ")
}

// environmentOf is where a deployment went: what ran before is a question about one such place.
func environmentOf(f *evidence.Fact) string {
	return cmp.Or(f.Deployment.Environment, f.Deployment.Unit)
}

// inOneEnvironment keeps the deployments of one environment, those that became live apart from the others.
func inOneEnvironment(bundle *evidence.Bundle, environment string) (live, notLive []*evidence.Fact, err error) {
	wanted := func(f *evidence.Fact) bool {
		return environment == "" || strings.EqualFold(environmentOf(f), environment)
	}
	all := bundle.LiveDeployments()
	names := map[string]string{}
	for _, f := range all {
		names[strings.ToLower(environmentOf(f))] = cmp.Or(environmentOf(f), "one without a name")
		if wanted(f) {
			live = append(live, f)
		}
	}
	notLive = bundle.Select(func(f *evidence.Fact) bool {
		return f.Deployment != nil && !slices.Contains(all, f) && wanted(f)
	})
	list := strings.Join(slices.Sorted(maps.Values(names)), ", ")
	switch {
	case len(live) == 0 && len(notLive) > 0:
		f := notLive[0]
		return nil, nil, fmt.Errorf("--deployed: the files hold no deployment that became live%s; %s%s: %s", inWords(environment), f.Path, f.Pointer, f.Transformation)
	case len(live) == 0 && len(all) > 0:
		return nil, nil, fmt.Errorf("--deployed: the files hold no deployment that became live%s, but such of %s", inWords(environment), list)
	case len(live) == 0:
		return nil, nil, errors.New("--deployed: the files hold no deployment; give records of GitHub, GitLab, Argo CD or Helm: docs/incident-bundle.md tells how to collect them")
	case environment == "" && len(names) > 1:
		return nil, nil, fmt.Errorf("--deployed: the records are of several environments (%s): choose one with --environment", list)
	}
	return live, notLive, nil
}

func inWords(environment string) string {
	if environment == "" {
		return ""
	}
	return " in " + environment
}

// deployedCommit finds the commit of a deployment. A branch, HEAD, or a tag that was moved since names no commit: today it may mean one that
// never ran.
func deployedCommit(repo *history.Repo, f *evidence.Fact) (history.Commit, error) {
	r := postmortem.Resolve(repo, f.Deployment.Revision, f.Deployment)
	if r.Commit == "" {
		return history.Commit{}, fmt.Errorf("the deployment of %s (%s%s) is unresolved: %s; give the full SHA, or an image with its revision label as another --deployed FILE",
			f.At.UTC().Format(time.RFC3339), f.Path, f.Pointer, r.Why)
	}
	return repo.Commit(r.Commit)
}

// scanDeployed finds what was new in a deployment against the one before it. Commits that merges brought in were deployed, too, unless first
// parents were asked for. Where the deployment went back, no commit is new; but what the commits left behind had mended is true again.
func scanDeployed(ctx context.Context, engine *analyzers.Engine, repo *history.Repo, d *rollOut, opt origin.Options) (*origin.Result, error) {
	switch d.relation.Kind {
	case history.Same, history.Behind, history.Unrelated:
		return origin.Between(ctx, engine, repo, d.from, d.to, opt)
	}
	return origin.Scan(ctx, engine, repo, d.from, d.to, opt)
}

// said is the roll-out as the report prints it.
func (d *rollOut) said() *report.Deployed {
	if d == nil {
		return nil
	}
	out := &report.Deployed{
		Now: d.deployment(d.now, d.to), Before: d.deployment(d.before, d.from),
		Relation: d.relation.Kind, Base: d.relation.Base, Gained: d.relation.Gained, Lost: d.relation.Lost, Picked: []report.Pick{}, NotLive: []report.NotLive{},
	}
	for _, p := range d.relation.Picked {
		out.Picked = append(out.Picked, report.Pick{Commit: p.Commit, Same: p.Same})
	}
	for _, f := range d.notLive {
		out.NotLive = append(out.NotLive, report.NotLive{Name: nameOf(f), Record: f.Path + f.Pointer, Why: f.Transformation})
	}
	return out
}

func (d *rollOut) deployment(f *evidence.Fact, c history.Commit) report.Deployment {
	return report.Deployment{
		Revision: f.Deployment.Revision, Version: f.Deployment.Version, Environment: environmentOf(f), At: f.At.UTC().Format(time.RFC3339),
		Record: f.Path + f.Pointer, Commit: c.Hash, Moved: d.moved(f.Deployment.Version, c),
	}
}

// moved returns the commit that the tag of a deployment names today, where the record has another one.
func (d *rollOut) moved(version string, c history.Commit) string {
	for _, t := range d.tags {
		if t.Name == version && t.Commit != c.Hash {
			return t.Commit
		}
	}
	return ""
}
