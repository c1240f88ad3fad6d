package main

import (
	"context"
	"fmt"
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
}

// rollOutOf reads deployment records and finds the deployment asked for: by the revision or version that it has, or else the latest.
func rollOutOf(ctx context.Context, repo *history.Repo, wanted string, flags scanFlags) (*rollOut, error) {
	bundle, err := evidence.Records(flags.deployed)
	if err != nil {
		return nil, err
	}
	live, err := inOneEnvironment(bundle.LiveDeployments(), flags.environment)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(live, func(a, b *evidence.Fact) int { return a.At.Compare(b.At) })
	i := len(live) - 1
	if wanted != "" {
		i = lastIndex(live, func(f *evidence.Fact) bool { return isDeployment(f.Deployment, wanted) })
	}
	if i < 0 {
		return nil, fmt.Errorf("--deployed: no deployment of %q that became live is in the records", wanted)
	}
	j := lastIndex(live[:i], func(f *evidence.Fact) bool { return f.Deployment.Revision != live[i].Deployment.Revision })
	if j < 0 {
		return nil, fmt.Errorf("--deployed: the records name nothing that was live before the deployment of %s on %s", live[i].Deployment.Revision, live[i].At.UTC().Format(time.RFC3339))
	}
	out := &rollOut{now: live[i], before: live[j]}
	if out.to, err = deployedCommit(repo, out.now); err != nil {
		return nil, err
	}
	if out.from, err = deployedCommit(repo, out.before); err != nil {
		return nil, err
	}
	out.relation, err = repo.Relate(ctx, out.from.Hash, out.to.Hash)
	return out, err
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

// inOneEnvironment keeps the deployments of one environment; what ran before is a question about one only.
func inOneEnvironment(live []*evidence.Fact, environment string) ([]*evidence.Fact, error) {
	names := map[string]bool{}
	var out []*evidence.Fact
	for _, f := range live {
		names[f.Deployment.Environment] = true
		if environment == "" || strings.EqualFold(f.Deployment.Environment, environment) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("--deployed: the files hold no deployment that became live%s", inWords(environment))
	}
	if environment == "" && len(names) > 1 {
		var list []string
		for name := range names {
			list = append(list, name)
		}
		slices.Sort(list)
		return nil, fmt.Errorf("--deployed: the records are of several environments (%s): choose one with --environment", strings.Join(list, ", "))
	}
	return out, nil
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

// scanDeployed finds what was new in a deployment against the one before it. Commits that merges brought in were deployed, too. Where the
// deployment went back, no commit is new; but what the commits left behind had mended is true again.
func scanDeployed(ctx context.Context, engine *analyzers.Engine, repo *history.Repo, d *rollOut, opt origin.Options) (*origin.Result, error) {
	switch d.relation.Kind {
	case history.Same, history.Behind, history.Unrelated:
		return origin.Between(ctx, engine, repo, d.from, d.to, opt)
	}
	opt.AllParents = true
	return origin.Scan(ctx, engine, repo, d.from, d.to, opt)
}

// said is the roll-out as the report prints it.
func (d *rollOut) said() *report.Deployed {
	if d == nil {
		return nil
	}
	out := &report.Deployed{
		Now: deploymentOf(d.now, d.to), Before: deploymentOf(d.before, d.from),
		Relation: d.relation.Kind, Base: d.relation.Base, Gained: d.relation.Gained, Lost: d.relation.Lost, Picked: []report.Pick{},
	}
	for _, p := range d.relation.Picked {
		out.Picked = append(out.Picked, report.Pick{Commit: p.Commit, Same: p.Same})
	}
	return out
}

func deploymentOf(f *evidence.Fact, c history.Commit) report.Deployment {
	return report.Deployment{
		Revision: f.Deployment.Revision, Version: f.Deployment.Version, Environment: f.Deployment.Environment, At: f.At.UTC().Format(time.RFC3339),
		Record: f.Path + f.Pointer, Commit: c.Hash,
	}
}
