package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/report"
)

type incidentFlags struct {
	repo, format, output, cache string
	sections                    []string
	noGit                       bool
	live                        liveFlags
}

func newIncidentCommand(a *app) *cobra.Command {
	var f incidentFlags
	cmd := &cobra.Command{
		Use:   "incident BUNDLE",
		Short: "Write the post-mortem of an incident from its evidence and the repository",
		Long: `Incident reads the folder BUNDLE (incident.yaml and the raw files it names), scans the deployed range of the
repository, weighs the hypotheses and writes the post-mortem. The repository is the one of --repo, or of the manifest.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.chooseFormat()
			r, err := buildIncident(cmd.Context(), args[0], f)
			if err != nil {
				return err
			}
			return a.writeIncident(r, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.repo, "repo", "", "repository of the service (bare or ordinary); wins over repo in the manifest")
	fl.StringVar(&f.format, "format", "", "markdown, html, json or text; when not given, what the name of the output ends in, and markdown otherwise")
	fl.StringVarP(&f.output, "output", "o", "", "file to write; standard output when empty")
	fl.StringSliceVar(&f.sections, "sections", nil, "print these sections alone, by key (root-cause,prevention-gaps)")
	fl.StringVar(&f.cache, "cache-dir", defaultCacheDir(), "folder of the cache of facts; empty for none")
	fl.BoolVar(&f.noGit, "no-git-program", false, "read git through go-git alone")
	f.live.register(cmd)
	cmd.AddCommand(newIncidentInitCommand(a))
	return cmd
}

// incidentFormats are the outputs; they show the same content.
var incidentFormats = map[string]func(io.Writer, *postmortem.Report, []string) error{
	"markdown": report.PostmortemMarkdown,
	"json":     report.PostmortemJSON,
	"html":     report.PostmortemHTML,
	"text":     report.PostmortemText,
}

// chooseFormat takes the format from the name of the output where no flag says it.
func (f *incidentFlags) chooseFormat() {
	if f.format != "" {
		return
	}
	f.format = "markdown"
	for ending, format := range map[string]string{".html": "html", ".json": "json", ".txt": "text"} {
		if strings.HasSuffix(f.output, ending) {
			f.format = format
		}
	}
}

// buildIncident reads the bundle, opens the repository where there is one, and builds the post-mortem.
func buildIncident(ctx context.Context, dir string, f incidentFlags) (*postmortem.Report, error) {
	if _, ok := incidentFormats[f.format]; !ok {
		return nil, fmt.Errorf("unknown format %q: use markdown, html, json or text", f.format)
	}
	bundle, err := readBundle(ctx, dir, f.live)
	if err != nil {
		return nil, fmt.Errorf("bundle %s: %w", dir, err)
	}
	in := postmortem.Input{Bundle: bundle}
	where := f.repo
	if where == "" && bundle.Manifest.Repo != "" {
		where = bundle.Manifest.Repo
		if !filepath.IsAbs(where) {
			where = filepath.Join(dir, filepath.FromSlash(where))
		}
	}
	if where != "" {
		repo, err := history.Open(where, history.Options{NoGitProgram: f.noGit})
		if err != nil {
			return nil, err
		}
		defer repo.Close()
		engine, err := newEngine(analyzers.Options{CacheDir: f.cache})
		if err != nil {
			return nil, err
		}
		defer engine.Close()
		in.Repo, in.Rules = repo, postmortem.NewRules(engine, repo)
	}
	return postmortem.Build(ctx, in)
}

// readBundle reads the folder, and what live servers answer where the flags name some.
func readBundle(ctx context.Context, dir string, live liveFlags) (*evidence.Bundle, error) {
	m, err := evidence.ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	collected, err := live.collect(ctx, m)
	if err != nil {
		return nil, err
	}
	return evidence.ReadWith(dir, collected)
}

// writeIncident writes the post-mortem whole or not at all.
func (a *app) writeIncident(r *postmortem.Report, f incidentFlags) error {
	var b bytes.Buffer
	if err := incidentFormats[f.format](&b, r, f.sections); err != nil {
		return err
	}
	if f.output == "" {
		_, err := a.stdout.Write(b.Bytes())
		return err
	}
	return writeWhole(f.output, b.Bytes())
}

// writeWhole replaces a file in one step: a reader sees the old one or the new one, never a part.
func writeWhole(name string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".growlint-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	defer os.Remove(tmp.Name()) // gone already when the rename succeeded
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if closing := tmp.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return nil
}
