package postmortem_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/report"
)

// Whatever a bundle holds: it is refused, or it becomes a report that every format can print. Nothing panics, no claim
// lacks its citation.
func FuzzBuild(f *testing.F) {
	f.Add("time,memory_bytes\n1770894900,0\n1770894915,0\n1770894930,0\n", "2026-02-12T11:15:00Z ERROR crashed\n", "980", "120")
	f.Add("time,rss\n1770894900,-5\n1770894915,1e300\n1770894930,3\n1770894945,4\n1770894960,9\n", "2026-02-12T11:15:00Z WARN high memory usage: 0%\n2026-02-12T11:15:00Z ERROR MemoryError\n", "0", "0")
	f.Add("time,memory\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n9,9\n10,10\n11,11\n12,12\n13,13\n14,14\n15,15\n16,16\n", "2026-02-12T11:15:00Z service starting\n", "1e308", "-4")
	f.Fuzz(func(t *testing.T, memory, log, peak, base string) {
		dir := t.TempDir()
		manifest := "id: F\nservice: s\ndeployed: {sha: HEAD, at: 2026-02-12T11:15:02Z}\nlimits: {memory: 512MiB}\n" +
			"sources:\n  - {path: m.csv, kind: csv}\n  - {path: a.log, kind: log}\n" +
			"observations:\n  - {metric: memory_peak, value: " + peak + ", unit: MB}\n  - {metric: memory_baseline, value: " + base + ", unit: MB}\n"
		for name, data := range map[string]string{"incident.yaml": manifest, "m.csv": memory, "a.log": log} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		b, err := evidence.Read(dir)
		if err != nil {
			return
		}
		r, err := postmortem.Build(context.Background(), postmortem.Input{Bundle: b})
		if err != nil {
			t.Fatalf("a bundle that could be read gave no report: %v", err)
		}
		var out bytes.Buffer
		for _, write := range []func() error{
			func() error { return report.PostmortemMarkdown(&out, r, nil) },
			func() error { return report.PostmortemJSON(&out, r, nil) },
			func() error { return report.PostmortemHTML(&out, r, nil) },
			func() error { return report.PostmortemText(&out, r, nil) },
		} {
			if err := write(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
