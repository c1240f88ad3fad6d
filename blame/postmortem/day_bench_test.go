package postmortem_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/postmortem"
)

// The evidence of a day: 50 series at 15 s, and a gigabyte of logs in two formats.
const (
	daySeries = 50
	dayLog    = 1 << 30
)

var dayFiles string // the bundle, written once for all rounds

// BenchmarkADay reads the bundle and builds the post-mortem. The metric peak-MB is the most memory that the process has held (Linux);
// run it alone to have it mean this benchmark.
func BenchmarkADay(b *testing.B) {
	if dayFiles == "" {
		dir, err := os.MkdirTemp("", "growlint-day-")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { os.RemoveAll(dir); dayFiles = "" })
		dayFiles = dir
		writeDay(b, dir)
	}
	b.SetBytes(dayLog)
	for b.Loop() {
		bundle, err := evidence.Read(dayFiles)
		if err != nil {
			b.Fatal(err)
		}
		r, err := postmortem.Build(context.Background(), postmortem.Input{Bundle: bundle})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(r.Evidence)), "facts")
	}
	b.ReportMetric(peakMB(), "peak-MB")
}

func writeDay(b *testing.B, dir string) {
	b.Helper()
	from := time.Date(2026, 2, 12, 0, 0, 0, 0, time.UTC)
	rng := rand.New(rand.NewPCG(1, 2))
	manifest := "id: DAY\nservice: orders\nwindow: {from: 2026-02-12T00:00:00Z, to: 2026-02-13T00:00:00Z}\ndeployed: {sha: HEAD, at: 2026-02-12T11:00:00Z}\nsources:\n"
	for i := range daySeries {
		name := fmt.Sprintf("m%02d.csv", i)
		metric := []string{"container_memory_working_set_bytes", "requests_per_second", "error_rate", "kube_pod_container_resource_limits", "container_restarts"}[i%5]
		manifest += fmt.Sprintf("  - {path: %s, labels: {pod: orders-%d}}\n", name, i/5)
		writeFile(b, filepath.Join(dir, name), func(w *bufio.Writer) {
			fmt.Fprintf(w, "time,%s\n", metric)
			for k := range 24 * 240 {
				fmt.Fprintf(w, "%s,%.0f\n", from.Add(time.Duration(k)*15*time.Second).Format(time.RFC3339), 1e8+1e4*float64(k)+1e6*rng.NormFloat64())
			}
		})
	}
	for i, line := range []string{
		"{\"time\":%q,\"level\":\"INFO\",\"logger\":\"orders\",\"msg\":\"GET /orders/%d 200 %dms\",\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}\n",
		"%s INFO [worker-7] GET /orders/%d 200 %dms trace=4bf92f3577b34da6a3ce929d0e0e4736\n",
	} {
		name := fmt.Sprintf("app-%d.log", i)
		manifest += fmt.Sprintf("  - {path: %s}\n", name)
		writeFile(b, filepath.Join(dir, name), func(w *bufio.Writer) {
			for n, k := 0, 0; n < dayLog/2; k++ {
				at := from.Add(time.Duration(k) * 86400 * time.Second / (dayLog / 2 / 120)).Format(time.RFC3339)
				text := fmt.Sprintf(line, at, k, rng.IntN(400))
				if k%200 == 0 {
					text = strings.Replace(strings.Replace(text, "INFO", "ERROR", 1), "200", "502 upstream timed out", 1)
				}
				m, err := w.WriteString(text)
				if err != nil {
					b.Fatal(err)
				}
				n += m
			}
		})
	}
	if err := os.WriteFile(filepath.Join(dir, "incident.yaml"), []byte(manifest), 0o644); err != nil {
		b.Fatal(err)
	}
}

func writeFile(b *testing.B, name string, fill func(*bufio.Writer)) {
	b.Helper()
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fill(w)
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// peakMB is the most resident memory of the process so far; 0 where the system does not tell.
func peakMB() float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}
