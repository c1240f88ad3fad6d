package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/postmortem"
)

type initFlags struct {
	id, title, service, environment, timezone, repo string
	sha, tag, image, previous, limit                string
	from, to, at                                    string
	servicePaths                                    []string
	live                                            liveFlags
}

func newIncidentInitCommand(a *app) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Begin a bundle: write incident.yaml, and say which evidence is missing and how to collect it",
		Long: `Init writes a commented incident.yaml into DIR. Files that lie there are recognised by their content and named as sources; with --prometheus
and --alertmanager, what the servers answer is written there first. Then it lists the evidence that is missing, each with the command that collects it.
What is required and not given by a flag is asked for on a terminal. Nothing is overwritten.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.initBundle(cmd.Context(), args[0], &f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.id, "id", "", "name of the incident (required)")
	fl.StringVar(&f.service, "service", "", "name of the service, as its container and its metrics have it (required)")
	fl.StringVar(&f.title, "title", "", "one line on what happened")
	fl.StringVar(&f.environment, "environment", "", "where it happened, such as production")
	fl.StringVar(&f.from, "from", "", "begin of the incident, RFC 3339")
	fl.StringVar(&f.to, "to", "", "end of the incident, RFC 3339")
	fl.StringVar(&f.timezone, "timezone", "", "zone of times without one, such as Europe/Berlin (UTC)")
	fl.StringVar(&f.repo, "repo", "", "repository of the service, as seen from DIR")
	fl.StringVar(&f.sha, "sha", "", "commit that was deployed, 40 digits")
	fl.StringVar(&f.tag, "tag", "", "tag that was deployed")
	fl.StringVar(&f.image, "image", "", "image that was deployed")
	fl.StringVar(&f.previous, "previous", "", "commit or tag that ran before")
	fl.StringVar(&f.at, "at", "", "when the deployment was live, RFC 3339")
	fl.StringVar(&f.limit, "limit", "", "memory limit, such as 512MiB")
	fl.StringSliceVar(&f.servicePaths, "service-path", nil, "folder of the service in a repository of several")
	f.live.register(cmd)
	return cmd
}

func (a *app) initBundle(ctx context.Context, dir string, f *initFlags) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	name := filepath.Join(dir, evidence.ManifestName)
	if _, err := os.Stat(name); err == nil {
		return fmt.Errorf("%s is there already; edit it, or give another folder", name)
	}
	if err := a.ask(f); err != nil {
		return err
	}
	text, err := f.manifest(nil)
	if err != nil {
		return err
	}
	collected, err := f.collect(ctx, text)
	if err != nil {
		return err
	}
	sources, unknown, err := sourcesIn(dir, collected)
	if err != nil {
		return err
	}
	if text, err = f.manifest(sources); err != nil {
		return err
	}
	if err := writeWhole(name, text); err != nil {
		return err
	}
	return a.afterInit(dir, name, sources, unknown)
}

// ask completes what is required from the terminal, where there is one.
func (a *app) ask(f *initFlags) error {
	in, _ := a.stdin.(*os.File)
	terminal := false
	if in != nil {
		info, err := in.Stat()
		terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	answers := bufio.NewScanner(a.stdin)
	for _, q := range []struct {
		flag, words string
		to          *string
	}{{"id", "Name of the incident", &f.id}, {"service", "Name of the service", &f.service}} {
		if *q.to == "" && terminal {
			fmt.Fprintf(a.stderr, "%s: ", q.words)
			if answers.Scan() {
				*q.to = strings.TrimSpace(answers.Text())
			}
		}
		if *q.to == "" {
			return fmt.Errorf("--%s is required", q.flag)
		}
	}
	for _, t := range []struct{ flag, value string }{{"from", f.from}, {"to", f.to}, {"at", f.at}} {
		if t.value == "" {
			continue
		}
		if _, err := time.Parse(time.RFC3339, t.value); err != nil {
			return fmt.Errorf("--%s %q is no time; write it like 2026-02-12T11:15:02Z", t.flag, t.value)
		}
	}
	return nil
}

// manifestTemplate is incident.yaml with the reason of each field. A line whose value is not known stays as a comment.
var manifestTemplate = []struct {
	comment string
	key     string
	value   func(*initFlags) string
	example string
}{
	{"", "id", func(f *initFlags) string { return f.id }, ""},
	{"", "title", func(f *initFlags) string { return f.title }, "what happened, in one line"},
	{"as its container and its metrics call it", "service", func(f *initFlags) string { return f.service }, ""},
	{"compared with what logs and deployment records say", "environment", func(f *initFlags) string { return f.environment }, "production"},
	{"of the incident; live servers are asked for as much again before the roll-out", "window", (*initFlags).window, "{from: 2026-02-12T11:00:00Z, to: 2026-02-12T12:00:00Z}"},
	{"of times without a zone; UTC when not given", "timezone", func(f *initFlags) string { return f.timezone }, "Europe/Berlin"},
	{"relative to this folder; --repo wins", "repo", func(f *initFlags) string { return f.repo }, "../service"},
	{"a full SHA or a tag names a revision, HEAD and branches do not; 'at' is when it was live", "deployed", (*initFlags).deployed, "{sha: 40 digits, previous: what ran before, at: 2026-02-12T11:15:02Z}"},
	{"in force", "limits", func(f *initFlags) string { return nonEmpty("{memory: ", f.limit, "}") }, "{memory: 512MiB}"},
	{"the service's folders, in a repository of several services", "service_paths", func(f *initFlags) string { return flow(f.servicePaths) }, "[services/gateway]"},
}

func nonEmpty(before, s, after string) string {
	if s == "" {
		return ""
	}
	return before + s + after
}

func flow(items []string) string {
	if len(items) == 0 {
		return ""
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func (f *initFlags) window() string {
	if f.from == "" && f.to == "" {
		return ""
	}
	return pairs("from", f.from, "to", f.to)
}

func (f *initFlags) deployed() string {
	if f.sha+f.tag+f.image+f.at+f.previous == "" {
		return ""
	}
	return pairs("sha", f.sha, "tag", f.tag, "image", f.image, "previous", f.previous, "at", f.at)
}

// pairs writes a YAML mapping on one line, without the keys that have no value.
func pairs(kv ...string) string {
	var out []string
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			out = append(out, kv[i]+": "+scalar(kv[i+1]))
		}
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// scalar writes a string as YAML, quoted where it has to be.
func scalar(s string) string {
	if _, err := time.Parse(time.RFC3339, s); err == nil {
		return s
	}
	data, err := yaml.Marshal(s)
	if err != nil || strings.ContainsAny(s, ",[]{}#") || strings.Count(string(data), "\n") > 1 {
		return "'" + strings.ReplaceAll(strings.ReplaceAll(s, "\n", " "), "'", "''") + "'"
	}
	return strings.TrimSpace(string(data))
}

// manifest writes incident.yaml. Errors: flags that make no manifest, with its line.
func (f *initFlags) manifest(sources []recognised) ([]byte, error) {
	var b strings.Builder
	b.WriteString("# The evidence of one incident. 'growlint incident DIR' turns it into a post-mortem; docs/incident-bundle.md explains every field.\n")
	for _, t := range manifestTemplate {
		value := t.value(f)
		mark := ""
		if value == "" {
			mark, value = "# ", t.example
		} else if !strings.HasPrefix(value, "{") && !strings.HasPrefix(value, "[") {
			value = scalar(value)
		}
		if t.comment != "" {
			fmt.Fprintf(&b, "\n# %s\n", t.comment)
		}
		fmt.Fprintf(&b, "%s%s: %s\n", mark, t.key, value)
	}
	b.WriteString("\n# Raw files of this folder, as they are. Formats are told by content; add role, unit, labels or clock_offset (-2s) where the file does not tell.\n")
	if len(sources) == 0 {
		b.WriteString("# sources:\n#   - {path: memory.json, role: memory, clock_offset: -2s}\n")
	} else {
		b.WriteString("sources:\n")
	}
	for _, s := range sources {
		fmt.Fprintf(&b, "  - %s # %s\n", pairs("path", s.source.Path, "role", string(s.source.Role), "unit", s.source.Unit, "query", s.source.Query), cmp.Or(s.note, s.format))
	}
	b.WriteString(`
# Figures without a series; 'at: null' where nobody knows when.
# observations:
#   - {metric: memory_peak, value: 980, unit: MB, at: null, source: dashboard}

# Unverified notes. They are read, and never enough for a verdict.
# annotations:
#   - {text: what somebody suspects, author: who}
`)
	return []byte(b.String()), evidence.CheckManifest([]byte(b.String()))
}

// collect asks the live servers and writes nothing yet.
func (f *initFlags) collect(ctx context.Context, manifest []byte) ([]evidence.Collected, error) {
	m, err := evidence.ParseManifest(manifest)
	if err != nil {
		return nil, err
	}
	return f.live.collect(ctx, m)
}

// A recognised file is a source on its way to the manifest.
type recognised struct {
	source       evidence.Source
	format, note string
}

// sourcesIn writes what was collected, and recognises every file of the folder.
func sourcesIn(dir string, collected []evidence.Collected) (found []recognised, unknown []string, err error) {
	written := map[string]bool{}
	for _, c := range collected {
		target := filepath.Join(dir, filepath.FromSlash(c.Source.Path))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return nil, nil, err
		}
		if _, err := os.Stat(target); err == nil {
			return nil, nil, fmt.Errorf("%s is there already; move it away to collect it again", target)
		}
		if err := writeWhole(target, c.Data); err != nil {
			return nil, nil, err
		}
		written[c.Source.Path] = true
		found = append(found, recognised{source: c.Source, note: strings.ReplaceAll(c.Note, "\n", " ")})
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(dir, name)
		if err = errors.Join(err, relErr); err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		hidden := strings.HasPrefix(path.Base(rel), ".") && rel != "."
		switch {
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir() || written[rel] || rel == evidence.ManifestName || !d.Type().IsRegular():
			return nil
		}
		format, err := recognise(name)
		if err != nil {
			return err
		}
		if format == "" {
			unknown = append(unknown, rel)
			return nil
		}
		found = append(found, recognised{source: evidence.Source{Path: rel}, format: format})
		return nil
	})
	slices.SortStableFunc(found, func(x, y recognised) int { return cmp.Compare(x.source.Path, y.source.Path) })
	return found, unknown, err
}

func recognise(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return evidence.Recognise(file)
}

// afterInit says what was made and what is missing.
func (a *app) afterInit(dir, name string, sources []recognised, unknown []string) error {
	fmt.Fprintf(a.stdout, "Wrote %s with %s.\n", name, counted(len(sources), "source", "sources"))
	for _, u := range unknown {
		fmt.Fprintf(a.stdout, "Not recognised, and left out: %s\n", u)
	}
	b, err := evidence.Read(dir)
	if err != nil {
		return fmt.Errorf("%w; the manifest was written, correct it there", err)
	}
	writeWants(a.stdout, postmortem.Wants(b))
	fmt.Fprintf(a.stdout, "\nThen: growlint incident %s\n", dir)
	return nil
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func writeWants(w io.Writer, wants []postmortem.Want) {
	if len(wants) == 0 {
		fmt.Fprint(w, "Every kind of evidence is there.\n")
		return
	}
	fmt.Fprint(w, "\nMissing, most useful first; save the output of each command as a file in the folder and name it under sources:\n")
	for _, x := range wants {
		fmt.Fprintf(w, "\n- %s (without it: %s)\n    %s\n", x.What, x.Why, x.Command)
	}
}
