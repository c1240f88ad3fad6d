package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/cmd/growlint/demo"
)

func newDemoCommand(a *app) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Make a small repository and an incident, then scan the one and explain the other",
		Long: `Demo writes a git repository of a Python API gateway and the evidence of an incident into a new temporary folder, runs
'growlint scan' and 'growlint incident' on them, and shows both. It needs no network and no git program.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), dir) },
	}
	cmd.Flags().StringVar(&dir, "dir", "", "empty folder to write to; a new temporary one when not given")
	return cmd
}

// essential are the sections that the demo shows; the file holds all of them.
var essential = []string{"summary", "root-cause", "confidence"}

func (a *app) demo(ctx context.Context, dir string) error {
	dir, err := demoDir(dir)
	if err != nil {
		return err
	}
	paths, err := demo.Write(dir)
	if err != nil {
		return err
	}
	span := demo.Before + ".." + demo.Deployed
	fmt.Fprintf(a.stdout, "Made a repository (%s) and the evidence of an incident (%s).\n\n", paths.Repo, paths.Bundle)
	fmt.Fprintf(a.stdout, "$ growlint scan %s --repo %s\n\n", span, paths.Repo)
	if code := run([]string{"scan", span, "--repo", paths.Repo, "--no-git-program"}, a.stdin, a.stdout, a.stderr); code > exitFindings {
		a.code = code
		return nil // scan has said why
	}
	f := incidentFlags{format: "markdown", repo: paths.Repo, noGit: true, output: filepath.Join(dir, "post-mortem.md")}
	fmt.Fprintf(a.stdout, "\n$ growlint incident %s --repo %s -o %s\n\n", paths.Bundle, paths.Repo, f.output)
	r, err := buildIncident(ctx, paths.Bundle, f)
	if err != nil {
		return err
	}
	if err := a.writeIncident(r, f); err != nil {
		return err
	}
	if err := a.writeIncident(r, incidentFlags{format: "text", sections: essential}); err != nil {
		return err
	}
	page := incidentFlags{format: "html", output: filepath.Join(dir, "post-mortem.html")}
	if err := a.writeIncident(r, page); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\nThe whole post-mortem, with its charts and the evidence, is in %s; open it in a browser.\nThe same as Markdown is in %s\n", page.output, f.output)
	return nil
}

// demoDir makes a folder, or checks that the given one is empty: the demo overwrites nothing.
func demoDir(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "growlint-demo-")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	if len(entries) > 0 {
		return "", fmt.Errorf("%s is not empty; give a new folder", dir)
	}
	return dir, nil
}
