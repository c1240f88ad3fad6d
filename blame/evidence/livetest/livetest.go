// Package livetest starts real servers on the loopback interface for tests: a Prometheus that holds given samples, an
// Alertmanager. They end with the test. It is for tests alone, and knows nothing of evidence.
package livetest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Need returns the path of a program that a test drives. Where tests must be complete (CI is set) its absence is a failure; on a desk it
// skips the test.
func Need(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("%s is missing: install it", program)
	default:
		t.Skipf("%s is missing; .ci/run installs it", program)
	}
	return path
}

// Prometheus starts one that holds the samples of an OpenMetrics text and loads alerting rules ("" for none), and returns its address.
func Prometheus(t testing.TB, openMetrics, rules string) string {
	t.Helper()
	program, tool := Need(t, "prometheus"), Need(t, "promtool")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "memory.om"), openMetrics)
	if out, err := exec.Command(tool, "tsdb", "create-blocks-from", "openmetrics", filepath.Join(dir, "memory.om"), filepath.Join(dir, "data")).CombinedOutput(); err != nil {
		t.Fatalf("promtool: %v: %s", err, out)
	}
	config := "global: {scrape_interval: 1h}\n"
	if rules != "" {
		write(t, filepath.Join(dir, "rules.yml"), rules)
		config += "rule_files: [rules.yml]\n"
	}
	write(t, filepath.Join(dir, "prometheus.yml"), config)
	return start(t, program, "/-/ready", func(address string) []string {
		return []string{
			"--config.file=" + filepath.Join(dir, "prometheus.yml"), "--storage.tsdb.path=" + filepath.Join(dir, "data"),
			"--storage.tsdb.retention.time=100y", "--web.listen-address=" + address, "--log.level=warn",
		}
	})
}

// Alertmanager starts one that notifies nobody, and returns its address.
func Alertmanager(t testing.TB) string {
	t.Helper()
	program := Need(t, "prometheus-alertmanager")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "am.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
	return start(t, program, "/-/ready", func(address string) []string {
		return []string{
			"--config.file=" + filepath.Join(dir, "am.yml"), "--storage.path=" + filepath.Join(dir, "data"),
			"--web.listen-address=" + address, "--cluster.listen-address=", "--log.level=warn",
		}
	})
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// start runs a server on a free port until the test ends, and waits until it answers.
func start(t testing.TB, program, ready string, args func(address string) []string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args(address)...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { cancel(); <-ended })
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v: %s", program, err, out.String())
		default:
		}
		resp, err := http.Get("http://" + address + ready)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return "http://" + address
			}
		}
	}
	t.Fatalf("%s does not become ready", program)
	return ""
}

// Series writes the samples of one series as lines of OpenMetrics; end the text with EOF.
func Series(name, labels string, from time.Time, step time.Duration, values []float64) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# TYPE %s gauge\n", name)
	for i, v := range values {
		fmt.Fprintf(&b, "%s{%s} %g %d\n", name, labels, v, from.Add(time.Duration(i)*step).Unix())
	}
	return b.String()
}

// EOF ends an OpenMetrics text.
const EOF = "# EOF\n"
