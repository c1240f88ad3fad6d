package evidence

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// bundle writes a bundle of the given files and reads it.
func bundle(t *testing.T, files map[string]string) (*Bundle, error) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := Read(dir)
	if err != nil && strings.Contains(err.Error(), dir) {
		t.Errorf("the error names a path of this machine: %v", err)
	}
	return b, err
}

const preamble = "id: X\nservice: s\n"

// source is a manifest with one source.
func source(name string) string { return preamble + "sources:\n  - {path: " + name + "}\n" }

func read(t *testing.T, files map[string]string) *Bundle {
	t.Helper()
	b, err := bundle(t, files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every bad input names file and line, says what happened and what to do.
func TestBadInputs(t *testing.T) {
	prom := func(s string) map[string]string {
		return map[string]string{"incident.yaml": source("m.json"), "m.json": s}
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"no manifest":        {map[string]string{}, []string{"incident.yaml: ", "a bundle is a folder with"}},
		"empty manifest":     {map[string]string{"incident.yaml": ""}, []string{"incident.yaml:1:", "needs at least id and service"}},
		"broken YAML":        {map[string]string{"incident.yaml": "id: X\nservice: [s\n"}, []string{"incident.yaml:", "correct the line"}},
		"unknown key":        {map[string]string{"incident.yaml": preamble + "sevice_paths: [a]\n"}, []string{"incident.yaml:3:", "sevice_paths"}},
		"unknown nested key": {map[string]string{"incident.yaml": preamble + "deployed:\n  tga: v1\n"}, []string{"incident.yaml:4:", "tga"}},
		"wrong type":         {map[string]string{"incident.yaml": preamble + "observations:\n  - {metric: memory, value: much}\n"}, []string{"incident.yaml:4:", "much"}},
		"no service":         {map[string]string{"incident.yaml": "id: X\n"}, []string{"incident.yaml:1:", "service"}},
		"window backwards":   {map[string]string{"incident.yaml": preamble + "window: {from: 2026-02-12T12:00:00Z, to: 2026-02-12T11:00:00Z}\n"}, []string{"incident.yaml:3:", "swap"}},
		"bad limit":          {map[string]string{"incident.yaml": preamble + "limits: {memory: lots}\n"}, []string{"incident.yaml:3:", "512MiB"}},
		"bad unit":           {map[string]string{"incident.yaml": preamble + "observations:\n  - {metric: memory_peak, value: 1, unit: parsec}\n"}, []string{"incident.yaml:4:", "parsec"}},
		"negative memory":    {map[string]string{"incident.yaml": preamble + "observations:\n  - {metric: memory_peak, value: -1, unit: MB}\n"}, []string{"incident.yaml:4:", "cannot be measured"}},
		"bad role":           {map[string]string{"incident.yaml": preamble + "sources:\n  - {path: a, role: memroy}\n"}, []string{"incident.yaml:4:", "memroy"}},
		"bad zone":           {map[string]string{"incident.yaml": preamble + "timezone: Mars\n"}, []string{"incident.yaml:3:", "Mars"}},
		"missing file":       {map[string]string{"incident.yaml": source("gone.json")}, []string{"incident.yaml:4:", "gone.json", "add the file"}},
		"file outside":       {map[string]string{"incident.yaml": source("../../etc/passwd")}, []string{"incident.yaml:4:", "outside the bundle"}},
		"bad offset":         {map[string]string{"incident.yaml": preamble + "sources:\n  - {path: a.log, clock_offset: late}\n", "a.log": "2026-02-12T11:14:58Z x\n"}, []string{"incident.yaml:4:", "late"}},
		"no format":          {map[string]string{"incident.yaml": source("a.txt"), "a.txt": "hello\n"}, []string{"incident.yaml:4:", "a.txt", "set kind"}},
		"unknown kind":       {map[string]string{"incident.yaml": preamble + "sources:\n  - {path: a.txt, kind: syslog-ng}\n", "a.txt": "x"}, []string{"incident.yaml:4:", "syslog-ng"}},
		"cut JSON":           {prom("{\"status\":\"success\",\n\"data\":{\"resultType\":\"matrix\","), []string{"m.json:2:", "broken JSON", "export"}},
		"wrong sample":       {prom("[{\"metric\":{},\n\"values\":[[1,2,3]]}]"), []string{"m.json:", "[seconds, \"value\"]"}},
		"text for a value":   {prom("[{\"metric\":{},\"values\":[[1,\"x\"]]}]"), []string{"m.json:", "number"}},
		"query failed":       {prom(`{"status":"error","error":"timed out"}`), []string{"m.json:1:", "timed out"}},
		"instant query":      {prom(`{"status":"success","data":{"resultType":"vector","result":[]}}`), []string{"m.json:1:", "query_range"}},
		"CSV columns":        {map[string]string{"incident.yaml": source("m.csv"), "m.csv": "time,memory\n2026-02-12T11:00:00Z,1\n2026-02-12T11:00:15Z,1,2\n"}, []string{"m.csv:3:", "broken CSV"}},
		"CSV quote":          {map[string]string{"incident.yaml": source("m.csv"), "m.csv": "time,memory\n2026-02-12T11:00:00Z,\"1\n"}, []string{"m.csv:", "broken CSV"}},
		"CSV value":          {map[string]string{"incident.yaml": source("m.csv"), "m.csv": "time,memory\n2026-02-12T11:00:00Z,much\n"}, []string{"m.csv:2:", "column memory", "much"}},
		"CSV time":           {map[string]string{"incident.yaml": source("m.csv"), "m.csv": "time,memory\nyesterday,1\n"}, []string{"m.csv:2:", "yesterday"}},
		"broken JSON line":   {map[string]string{"incident.yaml": source("a.jsonl"), "a.jsonl": "{\"time\":\"2026-02-12T11:00:00Z\",\"msg\":\"a\"}\n{\"time\":\n"}, []string{"a.jsonl:2:", "broken JSON"}},
		"empty log":          {map[string]string{"incident.yaml": preamble + "sources:\n  - {path: a.log, kind: log}\n", "a.log": "no time here\n"}, []string{"a.log:1:", "RFC 3339"}},
	} {
		_, err := bundle(t, c.files)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", name, err, want)
			}
		}
	}
}

// The same series through each format is the same series.
func TestFormatsAgree(t *testing.T) {
	want := []Sample{{time.Date(2026, 2, 12, 11, 0, 0, 0, time.UTC), 120e6}, {time.Date(2026, 2, 12, 11, 0, 15, 0, time.UTC), 121e6}}
	for name, text := range map[string]string{
		"envelope.json": `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"process_resident_memory_bytes"},"values":[[1770894000,"120000000"],[1770894015,"121000000"]]}]}}`,
		"matrix.json":   `[{"metric":{"__name__":"process_resident_memory_bytes"},"values":[[1770894000,"120000000"],[1770894015,"121000000"]]}]`,
		"grafana.csv":   "\"Time\",\"process_resident_memory_bytes\"\n2026-02-12 11:00:00,120 MB\n2026-02-12 11:00:15,121 MB\n",
		"millis.csv":    "timestamp,process_resident_memory_bytes\n1770894000000,120000000\n1770894015000,121000000\n",
		"unsorted.csv":  "\ufefftime,process_resident_memory_bytes\r\n2026-02-12T11:00:15Z,121000000\r\n2026-02-12T11:00:00Z,120000000\r\n",
	} {
		b := read(t, map[string]string{"incident.yaml": source(name), name: text})
		series := b.SeriesOf(Memory)
		if len(series) != 1 {
			t.Errorf("%s: %d memory series", name, len(series))
			continue
		}
		s := series[0].Series
		if s.Measure != "resident set" || s.Unit != "bytes" || len(s.Samples) != 2 || s.Samples[0] != want[0] || s.Samples[1] != want[1] {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestStaleMarkersAndDuplicatesAreSaid(t *testing.T) {
	b := read(t, map[string]string{"incident.yaml": source("m.json"), "m.json": `[{"metric":{"__name__":"rss"},"values":[[1770894000,"1"],[1770894000,"2"],[1770894015,"NaN"]]}]`})
	f := b.SeriesOf(Memory)[0]
	if len(f.Series.Samples) != 1 || f.Series.Samples[0].Value != 2 {
		t.Errorf("samples %+v", f.Series.Samples)
	}
	for _, want := range []string{"1 samples left out that are no numbers", "1 samples with the time of the next left out"} {
		if !strings.Contains(f.Transformation, want) {
			t.Errorf("transformation %q does not say %q", f.Transformation, want)
		}
	}
	if f.Pointer != "/0" {
		t.Errorf("pointer %q", f.Pointer)
	}
}

func TestLogsAreCountedNotSkipped(t *testing.T) {
	b := read(t, map[string]string{"incident.yaml": source("a.log"), "a.log": "" +
		"2026-02-12T11:14:58Z INFO GET /orders 200\n" +
		"stray line\n" +
		"2026-02-12 11:15:00,250 ERROR handler failed\n" +
		"Traceback (most recent call last):\n" +
		"  File \"app.py\", line 3\n" +
		"MemoryError\n" +
		"another\n"})
	f := b.Files[1]
	if f.Records != 2 || f.Notable != 1 || f.Unparsed != 2 || f.FirstUnparsed != 2 {
		t.Errorf("file %+v", f)
	}
	fact := b.Logs(AllocationFail)
	if len(fact) != 1 || fact[0].Line != 3 || !fact[0].At.Equal(time.Date(2026, 2, 12, 11, 15, 0, 250e6, time.UTC)) {
		t.Errorf("the traceback does not belong to its record: %+v", fact)
	}
}

func TestJSONLines(t *testing.T) {
	b := read(t, map[string]string{"incident.yaml": source("a.jsonl"), "a.jsonl": `{"ts":1770894898.5,"severity":"WARNING","message":"high memory usage: 85.5%"}
plain text
{"level":"ERROR","msg":"no time"}
{"@timestamp":"2026-02-12T12:14:59+01:00","level":"error","msg":"container terminated","exit_code":137}
`})
	if f := b.Files[1]; f.Format != "jsonl" || f.Records != 2 || f.Unparsed != 2 || f.FirstUnparsed != 2 {
		t.Errorf("file %+v", f)
	}
	if w := b.Logs(MemoryWarning); len(w) != 1 || w[0].Log.Percent != 85.5 || w[0].Log.Level != "WARN" {
		t.Errorf("warning %+v", w)
	}
	if k := b.Logs(SigKill); len(k) != 1 || k[0].At.Format(time.RFC3339) != "2026-02-12T11:14:59Z" {
		t.Errorf("kill %+v", k)
	}
}

func TestClockOffsetAndZone(t *testing.T) {
	b := read(t, map[string]string{"incident.yaml": preamble + "timezone: Europe/Berlin\nsources:\n  - {path: a.log, clock_offset: -2s}\n", "a.log": "2026-02-12 12:15:00 ERROR x\n"})
	f := b.Select(func(f *Fact) bool { return f.Log != nil })[0]
	if got := f.At.Format(time.RFC3339); got != "2026-02-12T11:14:58Z" || !strings.Contains(f.Transformation, "clock offset -2s added") {
		t.Errorf("at %s, %s", got, f.Transformation)
	}
}

func TestIdsAndHashesAreStable(t *testing.T) {
	files := map[string]string{"incident.yaml": source("a.log"), "a.log": "2026-02-12T11:15:00Z ERROR x\n"}
	a, b := read(t, files), read(t, files)
	if a.Facts[0].ID != "E-001" || a.Facts[0].ID != b.Facts[0].ID {
		t.Errorf("ids %s and %s", a.Facts[0].ID, b.Facts[0].ID)
	}
	// printf '2026-02-12T11:15:00Z ERROR x\n' | sha256sum
	if want := "8b2b6102b53b8a87e3a00e7ea4df29164bb75c5f18ebaa8bd7fe813bdf5a826c"; a.Files[1].SHA256 != want || b.Files[1].SHA256 != want {
		t.Errorf("hash %s", a.Files[1].SHA256)
	}
}

func TestRedact(t *testing.T) {
	for in, secret := range map[string]string{
		"login password=hunter2 ok":                                            "hunter2",
		`{"api_key": "abc123def"}`:                                             "abc123def",
		"Authorization: Bearer abcdef1234567890":                               "abcdef1234567890",
		"Authorization: Basic dXNlcjpwYXNz":                                    "dXNlcjpwYXNz",
		"Set-Cookie: session=8f2c1d; Path=/":                                   "8f2c1d",
		"mail to ana.ruiz+x@example.co.uk failed":                              "ana.ruiz",
		"key AKIAIOSFODNN7EXAMPLE used":                                        "AKIAIOSFODNN7EXAMPLE",
		"pushed with ghp_abcdefghijklmnopqrst123456":                           "ghp_abc",
		"jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2lnbmF0dXJl":                       "eyJzdWIi",
		"postgres://app:s3cret@db/x":                                           "s3cret",
		"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----": "MIIE",
		"DB_PASSWORD='a b c'":                                                  "a b c",
		"client_secret: zzz999":                                                "zzz999",
	} {
		got := Redact(in)
		if strings.Contains(got, secret) || !strings.Contains(got, "[redacted: ") {
			t.Errorf("Redact(%q) = %q", in, got)
		}
		if again := Redact(got); again != got {
			t.Errorf("redacting twice changes %q to %q", got, again)
		}
	}
	for _, harmless := range []string{"GET /orders 200", "memory at 85 %", "commit f09a9a5351e2a6724fa5436f6e0c2e55d8321237", "app.py:48 _validated[key] = validate(service, body)"} {
		if got := Redact(harmless); got != harmless {
			t.Errorf("Redact(%q) = %q", harmless, got)
		}
	}
}

func TestParseBytes(t *testing.T) {
	for in, want := range map[string]float64{"512MiB": 512 << 20, "512Mi": 512 << 20, "1 GB": 1e9, "536870912": 536870912, "1.5GiB": 1.5 * (1 << 30)} {
		if got, err := ParseBytes(in); err != nil || got != want {
			t.Errorf("ParseBytes(%q) = %v, %v", in, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"data":{}}`, "time,a\n1,2\n", "2026-02-12T11:15:00Z x", "{\"time\":\"x\"}", "[[", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, format := range formats {
			in := input{path: "f", service: "s", r: bufio.NewReader(strings.NewReader(data)), location: time.UTC, around: time.Unix(0, 0)}
			_, _ = format.read(in) // must not panic
			format.sniff(newHead([]byte(data)))
		}
	})
}
