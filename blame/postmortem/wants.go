package postmortem

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/pattern"
)

// A Want is evidence that a bundle does not hold.
type Want struct {
	What    string // what is missing
	Why     string // what cannot be said without it
	Command string // that collects it
}

// wants are the kinds of evidence in the order in which they are worth collecting, and how to tell that they are there.
var wants = []struct {
	what, why, command string
	there              func(*evidence.Bundle) bool
}{
	{
		"the full SHA of what was deployed, and when it was live", "no commit can be named, and no onset be compared with the roll-out", commands["deployed"],
		func(b *evidence.Bundle) bool {
			f := b.RollOut()
			return f != nil && !f.At.IsZero() && evidence.FullSHA.MatchString(f.Deployment.Revision)
		},
	},
	{
		"what ran before", "there is no range of commits to look for the cause in",
		"kubectl rollout history deployment/{service}; or gh api 'repos/OWNER/REPO/deployments?environment={environment}', with the statuses of each as \"statuses\"",
		func(b *evidence.Bundle) bool { f := b.RollOut(); return f != nil && f.Deployment.Previous != "" },
	},
	{
		"the repository", "no line, no rule, no diff", "git clone REPOSITORY; then repo: PATH in the manifest, or --repo",
		func(b *evidence.Bundle) bool { return b.Manifest.Repo != "" },
	},
	{"the memory series of each process, before and after the roll-out", "trend, onset and exhaustion are not measured", commands["memory"], hasSeries(evidence.Memory)},
	{
		"the memory limit, before and after the roll-out", "a limit that was lowered or is too small is not told from growth", commands["limit"],
		func(b *evidence.Bundle) bool {
			return hasSeries(evidence.MemLimit)(b) || len(b.Select(func(f *evidence.Fact) bool { return f.Limit != nil })) > 0
		},
	},
	{"the request rate", "a spike of load is not ruled out, and bytes per request are not computable", commands["requests"], hasSeries(evidence.Requests)},
	{
		"how the process ended", "a kill by the kernel is not told from a failure of its own", commands["exit"],
		func(b *evidence.Bundle) bool {
			return slices.ContainsFunc([]evidence.Signal{evidence.SigKill, evidence.CgroupKill, evidence.GlobalOOM}, func(s evidence.Signal) bool { return len(b.Logs(s)) > 0 })
		},
	},
	{
		"the logs of the service", "no times of failure and recovery", "kubectl logs deployment/{service} --timestamps --since-time={from} --previous",
		func(b *evidence.Bundle) bool { return len(b.Select(isLog)) > 0 },
	},
	{"restarts", "the lives of a process are told apart by falls of memory alone", commands["restarts"], hasSeries(evidence.Restarts)},
	{"the error rate", "the impact is not measured", commands["errors"], hasSeries(evidence.Errors)},
	{
		"the alerts that fired", "times of detection and response are not known", "curl -s http://ALERTMANAGER:9093/api/v2/alerts; or PagerDuty's /incidents/ID/log_entries",
		func(b *evidence.Bundle) bool { return len(b.Logs(evidence.AlertFired)) > 0 },
	},
	{
		"the alert rules in force", "they cannot be replayed on the series", "curl -s 'http://PROMETHEUS:9090/api/v1/rules?type=alert'; or the rule files themselves",
		func(b *evidence.Bundle) bool {
			return len(b.Select(func(f *evidence.Fact) bool { return f.Rule != nil })) > 0
		},
	},
	{"feature flags and data changes", "a change without a deployment is not ruled out", commands["flags"], func(b *evidence.Bundle) bool { return len(b.Logs(evidence.FlagChange)) > 0 }},
	{
		"the memory of the host", "pressure from outside is not ruled out", commands["host"],
		func(b *evidence.Bundle) bool {
			return hasSeries(evidence.Host)(b) || len(b.Logs(evidence.HostPressure)) > 0
		},
	},
}

func hasSeries(r evidence.Role) func(*evidence.Bundle) bool {
	return func(b *evidence.Bundle) bool {
		return slices.ContainsFunc(b.SeriesOf(r), func(f *evidence.Fact) bool { return len(f.Series.Samples) > 0 })
	}
}

// Wants lists the evidence that a bundle does not hold, each with the command that collects it.
func Wants(b *evidence.Bundle) []Want {
	fill := fillIn(b, evidence.Redact(b.Manifest.Service), nil)
	var out []Want
	for _, w := range wants {
		if !w.there(b) {
			out = append(out, Want{What: w.what, Why: w.why, Command: fill.Replace(w.command)})
		}
	}
	return out
}

// fillIn replaces the blanks of a command by what the bundle says; what it does not say stays in capitals.
func fillIn(b *evidence.Bundle, service string, records []*evidence.Fact) *strings.Replacer {
	from, to := "FROM", "TO"
	if f, t, err := b.Manifest.Span(); err == nil {
		from, to = stamp(f), stamp(t)
	}
	commit, version, environment := "COMMIT", "VERSION", "ENVIRONMENT"
	if len(records) > 0 {
		commit = records[0].Commit.SHA
	}
	if d := deployment(b); d != nil && d.Version != "" {
		version = d.Version
	}
	if e := b.Manifest.Environment; e != "" {
		environment = e
	}
	return strings.NewReplacer("{commit}", word(commit), "{service}", word(service), "{version}", word(version), "{from}", from, "{to}", to, "{environment}", word(environment))
}

var notWord = pattern.New(`[^A-Za-z0-9._/:@+-]`)

// word makes a name safe to stand in a command that somebody will copy into a shell.
func word(s string) string { return notWord.ReplaceAllString(evidence.Redact(s), "_") }
