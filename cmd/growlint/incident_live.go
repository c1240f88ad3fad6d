package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/blame/evidence"
)

// liveFlags are the flags by which live servers are asked. Without them the program never uses the network.
type liveFlags struct {
	prometheus, alertmanager string
	askFrom, askTo           string
	step                     time.Duration
	queries                  []string
}

func (f *liveFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.prometheus, "prometheus", "", "address of a live Prometheus to ask for the series, such as http://localhost:9090")
	fl.StringVar(&f.alertmanager, "alertmanager", "", "address of a live Alertmanager to ask for the alerts")
	fl.StringArrayVar(&f.queries, "query", nil, "query of a role, ROLE=PROMQL (memory, limit, requests, errors, restarts, host); wins over the manifest's and the usual ones")
	fl.DurationVar(&f.step, "step", 0, "resolution of the series (15s)")
	fl.StringVar(&f.askFrom, "query-from", "", "begin of what is asked for, RFC 3339; from the manifest when not given")
	fl.StringVar(&f.askTo, "query-to", "", "end of what is asked for, RFC 3339; from the manifest when not given")
}

// collect asks the servers that the flags name.
func (f *liveFlags) collect(ctx context.Context, m *evidence.Manifest) ([]evidence.Collected, error) {
	if f.prometheus == "" && f.alertmanager == "" {
		return nil, nil
	}
	l := evidence.Live{Prometheus: f.prometheus, Alertmanager: f.alertmanager, Step: f.step}
	for _, t := range []struct {
		flag, value string
		to          *time.Time
	}{{"query-from", f.askFrom, &l.From}, {"query-to", f.askTo, &l.To}} {
		if t.value == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, t.value)
		if err != nil {
			return nil, fmt.Errorf("--%s %q is no time; write it like 2026-02-12T11:15:02Z", t.flag, t.value)
		}
		*t.to = at.UTC()
	}
	for _, q := range f.queries {
		role, query, ok := strings.Cut(q, "=")
		if !ok || query == "" || !evidence.KnownRole(evidence.Role(role)) {
			return nil, fmt.Errorf("--query %q: write ROLE=PROMQL with a role of memory, limit, requests, errors, restarts and host", q)
		}
		l.Queries = append(l.Queries, evidence.Query{Role: evidence.Role(role), Query: query})
	}
	return evidence.Collect(ctx, m, l)
}
