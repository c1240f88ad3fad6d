package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/source"
)

// A debugLayer is one layer of the analysis that `growlint debug` prints: for those who write rules, and for those who doubt a finding.
// Exactly one of perFile and linked is set.
type debugLayer struct {
	name, help string
	// everything is set where the layer is shown for every Python file; the others look at what check looks at.
	everything bool
	// perFile asks files one by one, each without the rest of its tree.
	perFile func(files []program.Source) debugView
	// linked asks the linked tree. shown says which files the user named; the others were read to decide.
	linked func(p *program.Program, shown func(path string) bool) debugView
}

// A debugView is what a layer has to say. It is encoded as it is for --format json, so its fields are the contract; slices and
// maps in it must be sorted and never nil where a reader expects a list.
type debugView interface {
	// text writes the same for people.
	text(w io.Writer)
}

// debugLayers lists the layers from the facts upwards. A new one is a file debug_<name>.go and a line here.
func debugLayers() []debugLayer {
	return []debugLayer{
		{name: "facts", help: "what each file says on its own: scopes, imports, calls, stores, deletes", everything: true, perFile: debugFacts},
		{name: "objects", help: "where containers and instances are made, and what holds the containers", linked: debugObjects},
		{name: "calls", help: "what each function calls, by dotted name", everything: true, linked: debugCalls},
		{name: "scopes", help: "how long the instances of each class live and why; how often each function runs again and why", linked: debugScopes},
		{name: "domains", help: "how many values the keys and elements of each container can take, and where that is seen", linked: debugDomains},
		{name: "balance", help: "what each container gets and what is taken out of it, and why an eviction does not cover", linked: debugBalance},
		{name: "footprint", help: "what the answer about each holder that grows rests on, found or not", linked: debugFootprint},
	}
}

type debugFlags struct{ format, cache string }

func newDebugCommand(a *app) *cobra.Command {
	var f debugFlags
	var names []string
	long := "Debug prints what the analysis knows of the given files and folders, one layer at a time. The tree is the deepest folder that holds\nall of them, and the root of imports.\n\nLayers:\n"
	for _, l := range debugLayers() {
		names = append(names, l.name)
		long += fmt.Sprintf("  %-10s %s\n", l.name, l.help)
	}
	cmd := &cobra.Command{
		Use:       "debug LAYER PATH…",
		Short:     "Print one layer of the analysis: " + strings.Join(names, ", "),
		Long:      long,
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.debug(cmd.Context(), f, args)
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "text", "text or json")
	cmd.Flags().StringVar(&f.cache, "cache-dir", defaultCacheDir(), "folder of the cache of facts; empty for none")
	return cmd
}

func layerNamed(name string) (debugLayer, error) {
	var names []string
	for _, l := range debugLayers() {
		if l.name == name {
			return l, nil
		}
		names = append(names, l.name)
	}
	return debugLayer{}, fmt.Errorf("unknown layer %q; the layers are %s", name, strings.Join(names, ", "))
}

// debug prints one layer of the given paths.
func (a *app) debug(ctx context.Context, f debugFlags, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("debug needs a layer and a path: growlint debug facts PATH; see growlint debug --help")
	}
	layer, err := layerNamed(args[0])
	if err != nil {
		return err
	}
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("unknown format %q: use text or json", f.format)
	}
	if len(args) == 1 {
		return fmt.Errorf("nothing to look at: growlint debug %s PATH…", layer.name)
	}
	root, shown, err := debugTarget(args[1:])
	if err != nil {
		return err
	}
	view, err := a.debugView(ctx, layer, f, root, shown)
	if err != nil {
		return err
	}
	return a.printView(view, f.format)
}

// debugView reads the tree as far as the layer needs it. What cannot be read is named on the error output, so that the view stays whole.
func (a *app) debugView(ctx context.Context, layer debugLayer, f debugFlags, root string, shown func(string) bool) (debugView, error) {
	folder, err := source.OpenFolder(root)
	if err != nil {
		return nil, err
	}
	engine, err := analyzers.New(analyzers.Options{CacheDir: f.cache})
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	var wanted func(string) bool
	if layer.perFile != nil {
		wanted = shown
	}
	sources, skipped, err := engine.Sources(ctx, folder, layer.everything, wanted)
	if err != nil {
		return nil, err
	}
	some := false
	for _, s := range sources {
		some = some || shown(s.Path)
	}
	for _, s := range skipped {
		if shown(s.Path) {
			fmt.Fprintf(a.stderr, "growlint: skipped: %s: %s\n", s.Path, s.Why)
		}
	}
	if !some {
		return nil, fmt.Errorf("no Python file to look at in the given paths; give a .py file, or a folder that holds some that are not left out (tests, vendored code and generated code are)")
	}
	if layer.perFile != nil {
		return layer.perFile(sources), nil
	}
	return layer.linked(program.Link(sources), shown), nil
}

// printView writes the whole output at once.
func (a *app) printView(view debugView, format string) error {
	var b bytes.Buffer
	if format == "json" {
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(view); err != nil {
			return err
		}
	} else {
		view.text(&b)
	}
	if _, err := a.stdout.Write(b.Bytes()); err != nil {
		return fmt.Errorf("cannot write the output: %v", err)
	}
	return nil
}

// debugTarget returns the deepest folder that holds all paths, and a test for the files (relative to it) that the paths name.
func debugTarget(paths []string) (root string, shown func(string) bool, err error) {
	var real []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return "", nil, fmt.Errorf("%s: no such file or folder; give paths that exist", p)
		}
		abs, err := realPath(p)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %v", p, err)
		}
		real = append(real, abs)
		dir := abs
		if !info.IsDir() {
			dir = filepath.Dir(abs)
		}
		if root == "" {
			root = dir
		}
		root = commonFolder(root, dir)
	}
	named := make([]string, len(real))
	for i, p := range real {
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %v", p, err)
		}
		named[i] = filepath.ToSlash(rel)
	}
	return root, func(path string) bool {
		for _, n := range named {
			if n == "." || n == path || strings.HasPrefix(path, n+"/") {
				return true
			}
		}
		return false
	}, nil
}

// commonFolder returns the deepest folder around (or equal to) two absolute folders.
func commonFolder(a, b string) string {
	for a != b {
		if len(a) < len(b) {
			a, b = b, a
		}
		up := filepath.Dir(a)
		if up == a {
			return a
		}
		a = up
	}
	return a
}
