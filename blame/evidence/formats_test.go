package evidence

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update rewrites the facts that are expected of the samples: go test ./blame/evidence -update
var update = flag.Bool("update", false, "rewrite golden files")

const samples = "../../testdata/evidence"

// sampleBundle reads the samples of a format as a bundle: with their own manifest where they have one.
func sampleBundle(t *testing.T, format string) *Bundle {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(samples, format))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	manifest := "id: X\nservice: orders\nenvironment: production\nwindow: {from: 2026-02-12T10:00:00Z, to: 2026-02-12T13:00:00Z}\nsources:\n"
	for _, e := range entries {
		if e.Name() == "facts.txt" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(samples, format, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
		manifest += "  - {path: " + e.Name() + "}\n"
	}
	if files[ManifestName] == "" {
		files[ManifestName] = manifest
	}
	return read(t, files)
}

// Every format has samples, is recognised by their content, and makes of them the facts that stand beside them.
func TestSamples(t *testing.T) {
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			b := sampleBundle(t, f.name)
			var got strings.Builder
			for _, file := range b.Files[1:] {
				if file.Format != f.name {
					t.Errorf("%s is taken for %s", file.Path, file.Format)
				}
				fmt.Fprintf(&got, "%s: %d records, %d notable, %d unparsed (first %d). %s\n", file.Path, file.Records, file.Notable, file.Unparsed, file.FirstUnparsed, file.Note)
			}
			for _, x := range b.Facts {
				if x.Path != ManifestName {
					got.WriteString(describe(x))
				}
			}
			compare(t, filepath.Join(samples, f.name, "facts.txt"), got.String())
		})
	}
}

func describe(f Fact) string {
	place := fmt.Sprintf("%s:%d", f.Path, f.Line)
	if f.Pointer != "" {
		place = f.Path + "#" + f.Pointer
	}
	at := "no time"
	if !f.At.IsZero() {
		at = f.At.Format("2006-01-02T15:04:05.999999999Z07:00")
	}
	text := fmt.Sprintf("%s %s %s\n    %s\n", f.Kind, place, at, strings.ReplaceAll(f.Text, "\n", "\n    "))
	if f.Log != nil && len(f.Log.Signals) > 0 {
		text += fmt.Sprintf("    signals: %v\n", f.Log.Signals)
	}
	if f.Pod != "" {
		text += "    pod: " + f.Pod + "\n"
	}
	if s := f.Series; s != nil {
		text += fmt.Sprintf("    %s, %s, %s:", s.Role, s.Measure, s.Unit)
		for _, x := range s.Samples {
			text += fmt.Sprintf(" %s=%.0f", x.At.Format("15:04:05.999"), x.Value)
		}
		text += "\n"
	}
	return text + "    (" + f.Transformation + ")\n"
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; make it with: go test ./blame/evidence -update", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
