package evidence

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A log of many lines gives few facts: what is alike is folded, and said to be; what lives are told apart by is kept.
func TestLinesAlikeAreFolded(t *testing.T) {
	var log strings.Builder
	start := time.Date(2026, 2, 12, 11, 0, 0, 0, time.UTC)
	for i := range 300 {
		fmt.Fprintf(&log, "%s ERROR upstream %d answered 502 after %d ms\n", start.Add(time.Duration(i)*time.Second).Format(time.RFC3339), i%7, i)
		if i%3 == 0 {
			fmt.Fprintf(&log, "%s INFO Booting worker with pid: %d\n", start.Add(time.Duration(i)*time.Second).Format(time.RFC3339), i)
		}
	}
	b := read(t, map[string]string{"incident.yaml": source("a.log"), "a.log": log.String()})
	if got := len(b.Logs(ProcessStart)); got != 100 {
		t.Errorf("%d starts kept, want all 100", got)
	}
	errors := b.Select(func(f *Fact) bool { return f.Log != nil && f.Log.Level == "ERROR" })
	if len(errors) != keepAlike+1 {
		t.Fatalf("%d errors kept, want the first %d and the last", len(errors), keepAlike)
	}
	last := errors[len(errors)-1]
	if !strings.Contains(last.Text, "after 299 ms") || !strings.Contains(last.Transformation, "the last of 300 lines alike, 294 between") {
		t.Errorf("last: %s (%s)", last.Text, last.Transformation)
	}
	if f := b.Files[1]; f.Records != 400 || f.Notable != 400 || !strings.Contains(f.Note, "294 notable lines are like others") {
		t.Errorf("file %+v", f)
	}
}

// Lines are given away unread only where no pattern could match them: each signal's words are in everything that it matches.
func TestWordsOfSignalsAreInTheirMatches(t *testing.T) {
	for signal, lines := range map[Signal][]string{
		ProcessStart:   {"Service api starting", "Started", "INFO: Application startup complete", "[7] Booting worker with pid: 9", "Listening at: http://0.0.0.0:8000"},
		RollOut:        {"deployed v1", "Deployment confirmed", "rollout of v2", "release 1.2 is live"},
		MemoryWarning:  {"High memory usage (85%)", "memory usage above the threshold", "Memory pressure: high"},
		AllocationFail: {"Memory allocation failed", "failed to allocate 4096 bytes", "MemoryError", "OSError: [Errno 12] Cannot allocate memory", "ENOMEM", "std::bad_alloc"},
		Crash:          {"Process crashed", "worker exited", "container terminated", "CrashLoopBackOff", "service died"},
		SigKill:        {"reason OOMKilled", "got SIGKILL", "terminated by signal 9", "exit code 137", "exited with code 137", "exit status=137"},
		CgroupKill:     {"Memory cgroup out of memory: Killed process 7", "oom-kill:constraint=CONSTRAINT_MEMCG"},
		GlobalOOM:      {"Out of memory: Killed process 9", "constraint=CONSTRAINT_NONE", "global_oom"},
		HostPressure:   {"The node was low on resource: memory", "NodeHasInsufficientMemory", "node is under memory pressure", "System OOM encountered, victim process: java"},
		Overload:       {"queue is full", "connection refused", "request timed out", "timeout", "too many connections", "backlog of 900"},
		FlagChange:     {"feature flag x", "flag new-search enabled", "feature-flag y off"},
		Recovery:       {"evicted 300 entries", "garbage collection", "cache cleared", "memory freed"},
		AlertFired:     {"alert X firing", "paged the on-call"},
		Acknowledged:   {"Acknowledged by a person"},
		Ended:          {"incident resolved", "rolled back done", "roll back complete", "rollback finished"},
	} {
		for _, line := range lines {
			for _, form := range []string{line, strings.ToUpper(line), "2026-02-12T11:00:00Z INFO " + line} {
				if signal == GlobalOOM && form != line {
					continue // the kernel's own words, at the beginning
				}
				if l := readLog("", strings.TrimPrefix(form, "2026-02-12T11:00:00Z INFO ")); !l.Has(signal) {
					if form == line {
						t.Errorf("%q is not read as %q", line, signal)
					}
					continue
				}
				if !telling().find([]byte(form)) {
					t.Errorf("%q is given away unread", form)
				}
			}
		}
	}
	if telling().find([]byte("2026-02-12T11:00:00Z INFO GET /orders 200 12ms")) {
		t.Error("an access record is looked at closely")
	}
}

func FuzzTelling(f *testing.F) {
	f.Add("process Started", "x")
	f.Fuzz(func(t *testing.T, a, b string) {
		l := readLog("", a+b)
		if len(l.Signals) > 0 && !strings.ContainsAny(a+b, "\u212a\u017f") && !telling().find([]byte(a+b)) { // K and s of other scripts fold, too
			t.Errorf("%q: %v", a+b, l.Signals)
		}
	})
}

func TestLongLinesAndCompressedLogs(t *testing.T) {
	text := "2026-02-12T11:15:00Z ERROR " + strings.Repeat("x", 3<<20) + "\n2026-02-12T11:15:01Z ERROR worker crashed\n"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"a.log": text, "a.log.gz": packed.String()} {
		b := read(t, map[string]string{"incident.yaml": source(name), name: data})
		if crash := b.Logs(Crash); len(crash) != 1 || crash[0].Line != 2 {
			t.Errorf("%s: %+v", name, crash)
		}
		f := b.Files[1]
		if f.Records != 2 || !strings.Contains(f.Note, "1 lines longer than 1 MiB were cut") || f.Bytes != len(data) {
			t.Errorf("%s: %+v", name, f)
		}
		if strings.HasSuffix(name, ".gz") && !strings.Contains(f.Note, "decompressed") {
			t.Errorf("%s: note %q", name, f.Note)
		}
	}
}

// Logs are given in the order of their times, whichever file and line they stand in.
func TestSignalsInTheOrderOfTime(t *testing.T) {
	b := read(t, map[string]string{
		"incident.yaml": preamble + "sources:\n  - {path: a.log}\n  - {path: b.log, clock_offset: -1m}\n",
		"a.log":         "2026-02-12T11:15:00Z ERROR worker crashed\n2026-02-12T11:13:30Z ERROR worker crashed again\n",
		"b.log":         "2026-02-12T11:15:10Z ERROR worker crashed elsewhere\n",
	})
	var got []string
	for _, f := range b.Logs(Crash) {
		got = append(got, f.At.Format("15:04:05"))
	}
	if want := "[11:13:30 11:14:10 11:15:00]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestPrecisionOfTimes(t *testing.T) {
	for in, want := range map[string]string{
		"1770894905":                 "2026-02-12T11:15:05Z",
		"1770894905.25":              "2026-02-12T11:15:05.25Z",
		"1770894905123":              "2026-02-12T11:15:05.123Z",
		"1770894905123456":           "2026-02-12T11:15:05.123456Z",
		"1770894905123456789":        "2026-02-12T11:15:05.123456789Z",
		"2026-02-12T12:15:05":        "2026-02-12T11:15:05Z", // the manifest's zone
		"2026-02-12T11:15:05Z":       "2026-02-12T11:15:05Z",
		"2026-02-12 12:15:05+01":     "",
		"2026-02-12 12:15:05 +0100":  "2026-02-12T11:15:05Z",
		"12/Feb/2026:12:15:05 +0100": "2026-02-12T11:15:05Z",
		"2026-02-30T11:15:05Z":       "",
	} {
		zone, err := time.LoadLocation("Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseTime(in, zone)
		if want == "" {
			if err == nil {
				t.Errorf("%s is read as %s", in, got)
			}
			continue
		}
		if err != nil || got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %v, %v; want %s", in, got.UTC(), err, want)
		}
	}
}

func TestCountersBecomeRates(t *testing.T) {
	b := read(t, map[string]string{"incident.yaml": source("r.csv"), "r.csv": "time,http_requests_total,error_count\n2026-02-12T11:00:00Z,1000,5\n2026-02-12T11:00:10Z,1200,4\n2026-02-12T11:00:20Z,60,4\n"})
	r := b.SeriesOf(Requests)[0]
	if s := r.Series; len(s.Samples) != 2 || s.Samples[0].Value != 20 || s.Samples[1].Value != 6 || s.Unit != "1/s" || !strings.Contains(r.Transformation, "counter turned into a rate") {
		t.Errorf("%+v (%s)", s, r.Transformation)
	}
	if s := b.SeriesOf(Errors)[0].Series; len(s.Samples) != 3 {
		t.Errorf("what falls by little is no counter: %+v", s)
	}
}
