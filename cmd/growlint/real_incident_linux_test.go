package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/growlint/growlint/blame/evidence/livetest"
	"github.com/growlint/growlint/blame/history/historytest"
)

// The service of the real incident, before the change. It lives under a limit of its address space, as 'ulimit -v' sets one, and dies of it.
const realService = `import http.server
import os
import resource
import sys
import time


def log(level, message):
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + ".%03dZ" % (now % 1 * 1000)
    print(stamp, level, message, flush=True)


class Orders(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format, *args):
        pass


class Server(http.server.HTTPServer):
    def handle_error(self, request, client_address):
        if sys.exc_info()[0] is MemoryError:
            log("ERROR", "MemoryError: memory allocation failed, process exited with status 70")
            os._exit(70)


def main():
    limit = int(os.environ["ADDRESS_SPACE"])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    server = Server(("127.0.0.1", 0), Orders)
    log("INFO", "orders starting, listening at 127.0.0.1:%d" % server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    main()
`

const (
	realBody  = 48 << 10  // bytes of one request, all of which the change keeps
	realLimit = 224 << 20 // bytes of address space
	realRate  = 300       // requests per second, as far as the machine keeps up
	realTick  = 100 * time.Millisecond
)

// realLeak is the change: bodies are kept, to be replayed some day.
func realLeak() string {
	s := strings.Replace(realService, "class Orders", "_bodies = []\n\n\nclass Orders", 1)
	return strings.Replace(s, "        self.send_response(200)\n", "        _bodies.append(body)\n        self.send_response(200)\n", 1)
}

// A recording is what was measured while versions of the service ran.
type recording struct {
	log, rss, requests, limit bytes.Buffer
	mu                        sync.Mutex
}

// run starts a version of the service, loads it until the time is over or it has died, and records. It returns when it had started.
func (r *recording) run(t *testing.T, script string, most time.Duration) time.Time {
	t.Helper()
	cmd := exec.Command(livetest.Need(t, "python3"), "-S", "-E", script)
	cmd.Env = []string{"ADDRESS_SPACE=" + strconv.Itoa(realLimit), "PYTHONUNBUFFERED=1"}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address, died := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(died)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			r.mu.Lock()
			r.log.WriteString(lines.Text() + "\n")
			r.mu.Unlock()
			if _, a, ok := strings.Cut(lines.Text(), "listening at "); ok {
				address <- a
			}
		}
	}()
	defer func() {
		_ = cmd.Process.Kill() // it may be dead already
		<-died
		_ = cmd.Wait()
	}()
	select {
	case a := <-address:
		started := time.Now()
		var served atomic.Int64
		stop := make(chan struct{})
		var loading sync.WaitGroup
		loading.Add(1)
		go func() { defer loading.Done(); r.load(a, &served, stop) }()
		r.sample(cmd.Process.Pid, &served, most, died)
		close(stop)
		loading.Wait()
		return started
	case <-died:
		t.Fatalf("the service did not start: %s", r.log.String())
	case <-time.After(2 * time.Minute):
		t.Fatal("the service does not start")
	}
	return time.Time{}
}

// load posts bodies at the rate, one after the other.
func (r *recording) load(address string, served *atomic.Int64, stop chan struct{}) {
	client := &http.Client{Timeout: time.Minute} // a dead service refuses at once; a slow one is not dead
	body := bytes.Repeat([]byte("x"), realBody)
	tick := time.NewTicker(time.Second / realRate)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		req, err := http.NewRequest(http.MethodPost, "http://"+address+"/orders", bytes.NewReader(body))
		if err != nil {
			return
		}
		resp, err := client.Do(req)
		if err != nil {
			return // it has died
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		served.Add(1)
	}
}

// sample records resident memory and the rate of requests until the process has died or the time is over.
func (r *recording) sample(pid int, served *atomic.Int64, most time.Duration, died chan struct{}) {
	tick := time.NewTicker(realTick)
	defer tick.Stop()
	end := time.After(most)
	last, at := int64(0), time.Now()
	for {
		select {
		case <-died:
			return
		case <-end:
			return
		case <-tick.C:
		}
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
		fields := strings.Fields(string(data))
		if err != nil || len(fields) < 2 {
			continue // between death and the end of the loop
		}
		pages, err := strconv.ParseFloat(fields[1], 64)
		if err != nil || pages == 0 {
			continue
		}
		now, n := time.Now(), served.Load()
		stamp := now.UTC().Format(time.RFC3339Nano)
		fmt.Fprintf(&r.rss, "%s,%.0f\n", stamp, pages*float64(os.Getpagesize()))
		fmt.Fprintf(&r.requests, "%s,%.2f\n", at.UTC().Format(time.RFC3339Nano), float64(n-last)/now.Sub(at).Seconds())
		if l, ok := addressSpace(pid); ok {
			fmt.Fprintf(&r.limit, "%s,%.0f\n", stamp, l)
		}
		last, at = n, now
	}
}

// addressSpace is the limit that is in force for a process (bytes).
func addressSpace(pid int) (float64, bool) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	if err != nil {
		return 0, false
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if rest, ok := strings.CutPrefix(line, "Max address space"); ok {
			v, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return v, err == nil
		}
	}
	return 0, false
}

// A real service, a real leak in one of its commits, a real death of it: the post-mortem of what was recorded names the commit, and what a
// request leaves behind within a factor of two of what was stored.
func TestARealIncident(t *testing.T) {
	b := historytest.New(t)
	b.Commit("Take orders", historytest.Files{"orders.py": realService, "requirements.txt": "# the standard library alone\n"})
	previous := b.Commit("Describe the service", historytest.Files{"README.md": "# orders\n"})
	b.Commit("Say how to run it", historytest.Files{"README.md": "# orders\n\nADDRESS_SPACE=… python3 orders.py\n"})
	culprit := b.Commit("Keep bodies, to replay them", historytest.Files{"orders.py": realLeak()})
	deployed := b.Commit("Release", historytest.Files{"VERSION": "1.1.0\n"})
	dir := t.TempDir()
	for name, text := range map[string]string{"before.py": realService, "after.py": realLeak()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	var r recording
	from := time.Now()
	r.run(t, filepath.Join(dir, "before.py"), 8*time.Second)
	rolledOut := r.run(t, filepath.Join(dir, "after.py"), 2*time.Minute)
	if !strings.Contains(r.log.String(), "exited with status 70") {
		t.Fatalf("the service did not die of its limit: %s", r.log.String())
	}

	bundle := t.TempDir()
	for name, text := range map[string]string{
		"app.log":      r.log.String(),
		"rss.csv":      "time,process_resident_memory_bytes\n" + r.rss.String(),
		"limit.csv":    "time,memory_limit_bytes\n" + r.limit.String(),
		"requests.csv": "time,requests_per_second\n" + r.requests.String(),
		"incident.yaml": fmt.Sprintf("id: REAL-1\nservice: orders\nwindow: {from: %s, to: %s}\nrepo: %q\ndeployed: {sha: %q, previous: %q, at: %s}\n"+
			"sources:\n  - {path: app.log}\n  - {path: rss.csv}\n  - {path: limit.csv}\n  - {path: requests.csv, unit: req/s}\n",
			from.UTC().Format(time.RFC3339), time.Now().Add(time.Second).UTC().Format(time.RFC3339), b.Dir, deployed, previous, rolledOut.Add(-realTick).UTC().Format(time.RFC3339Nano)),
	} {
		if err := os.WriteFile(filepath.Join(bundle, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := mustIncident(t, bundle, "--format", "json")
	s := read(t, out)
	if s.Leader != "application" || s.Status != "LEADING" && s.Status != "CONFIRMED" {
		t.Errorf("%s %s at %d %%; answers %+v", s.Leader, s.Status, s.Percent, s.Verdict.Answers)
	}
	if s.RootCause != nil && s.RootCause.Commit != culprit {
		t.Errorf("root cause %+v, want commit %s", s.RootCause, culprit)
	}
	// An allocation that failed leaves a limit or one huge allocation possible, so the share is near the gate of CONFIRMED and may miss it.
	if change := mustIncident(t, bundle, "--sections", "change"); !strings.Contains(change, "Commit "+culprit) || !strings.Contains(change, "orders.py") || !strings.Contains(change, "_bodies") {
		t.Errorf("the change under suspicion is not commit %s:\n%s", culprit, change)
	}
	per, low, high := perRequest(t, out)
	t.Logf("each request left %.0f bytes behind (%.0f to %.0f), %d were stored; %s at %d %%", per, low, high, realBody, s.Status, s.Percent)
	if per < realBody/2 || per > 2*realBody || low > per || high < per {
		t.Errorf("%.0f bytes a request (%.0f to %.0f), and %d were stored", per, low, high, realBody)
	}
}

// perRequest reads the claim on what a request leaves behind.
func perRequest(t *testing.T, out string) (value, low, high float64) {
	t.Helper()
	var report struct {
		Sections []struct {
			Blocks []struct {
				Claims []struct {
					Key    string
					Values []struct{ Value, Low, High float64 }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Sections {
		for _, b := range s.Blocks {
			for _, c := range b.Claims {
				if c.Key == "memory.per-request" && len(c.Values) == 1 {
					return c.Values[0].Value, c.Values[0].Low, c.Values[0].High
				}
			}
		}
	}
	t.Fatal("no claim on what a request leaves behind")
	return 0, 0, 0
}
