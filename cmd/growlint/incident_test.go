package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/growlint/growlint/cmd/growlint/demo"
)

// update rewrites the golden files: go test ./cmd/growlint -update
var update = flag.Bool("update", false, "rewrite golden files")

const incidents = "../../testdata/incidents"

// growlint runs the program as a shell would.
func growlint(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// incident runs the subcommand without a cache and without a git program.
func incident(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return growlint(t, append([]string{"incident", "--cache-dir", "", "--no-git-program"}, args...)...)
}

func mustIncident(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := incident(t, args...)
	if code != exitClean || errs != "" {
		t.Fatalf("incident %v: exit code %d, %s", args, code, errs)
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join(incidents, name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; make it with: go test ./cmd/growlint -update", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func writeDemo(t *testing.T) demo.Paths {
	t.Helper()
	p, err := demo.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestINC123Golden(t *testing.T) {
	bundle := filepath.Join(incidents, "inc-123/bundle")
	golden(t, "inc-123/post-mortem.md", mustIncident(t, bundle))
	golden(t, "inc-123/post-mortem.json", mustIncident(t, bundle, "--format", "json"))
}

func TestDemoGolden(t *testing.T) {
	p := writeDemo(t)
	golden(t, "demo/post-mortem.md", mustIncident(t, p.Bundle))
	golden(t, "demo/post-mortem.json", mustIncident(t, p.Bundle, "--format", "json"))
}

// A summary is what these tests read of the JSON.
type summary struct {
	Status    string
	Leader    string
	Percent   int
	RootCause *struct {
		Commit, Date, Subject, Path, Symbol string
		Line                                int
	} `json:"root_cause"`
	Verdict struct {
		Standings []struct {
			ID    string
			Share float64
		}
		Answers []struct{ Check, Outcome string }
	}
	Sections []struct{ Key string }
}

func read(t *testing.T, out string) summary {
	t.Helper()
	var s summary
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s summary) share(id string) float64 {
	for _, st := range s.Verdict.Standings {
		if st.ID == id {
			return st.Share
		}
	}
	return -1
}

// The right commit, file and line, CONFIRMED, by the weighing alone.
func TestDemoNamesTheCommit(t *testing.T) {
	s := read(t, mustIncident(t, writeDemo(t).Bundle, "--format", "json"))
	if s.Status != "CONFIRMED" || s.Leader != "application" || s.Percent <= 90 {
		t.Errorf("%s %s at %d %%", s.Leader, s.Status, s.Percent)
	}
	rc := s.RootCause
	if rc == nil {
		t.Fatal("no root cause")
	}
	if rc.Subject != "Add basic input validation to request handler" || rc.Date != "2026-02-05T15:46:43Z" || rc.Path != "app.py" || rc.Symbol != "_validated" {
		t.Errorf("root cause %+v", *rc)
	}
	source, err := os.ReadFile("demo/history/08/app.py")
	if err != nil {
		t.Fatal(err)
	}
	if line := strings.Split(string(source), "\n")[rc.Line-1]; strings.TrimSpace(line) != "_validated[key] = validate(service, body)" {
		t.Errorf("line %d is %q", rc.Line, line)
	}
}

func TestTheSameBundleGivesTheSameBytes(t *testing.T) {
	a, b := writeDemo(t), writeDemo(t)
	for _, format := range []string{"markdown", "html", "json", "text"} {
		one, two := mustIncident(t, a.Bundle, "--format", format), mustIncident(t, b.Bundle, "--format", format)
		if one != two {
			t.Errorf("%s differs between two folders", format)
		}
		if strings.Contains(one, filepath.Dir(a.Bundle)) {
			t.Errorf("%s names a path of this machine", format)
		}
	}
}

// Without any one source the report stands, says what is missing, and is no surer than before.
func TestEachSourceTakenAway(t *testing.T) {
	p := writeDemo(t)
	full := read(t, mustIncident(t, p.Bundle, "--format", "json"))
	manifest := filepath.Join(p.Bundle, "incident.yaml")
	whole, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	for line, absent := range map[string]string{
		`(?m)^  - \{path: memory.json.*\n`:   "| metrics (memory) | absent |",
		`(?m)^  - \{path: limit.json.*\n`:    "| memory limit | absent |",
		`(?m)^  - \{path: requests.csv.*\n`:  "| traffic | absent |",
		`(?m)^  - \{path: errors.csv.*\n`:    "| errors | absent |",
		`(?m)^  - \{path: platform.log.*\n`:  "| platform (exit code, reason) | absent |",
		`(?m)^  - \{path: app.jsonl.*\n`:     "Start of the process unknown",
		`(?m)^  - \{path: restarts.json.*\n`: "Incident Post-Mortem: DEMO-1", // lives are then split where memory falls
		`(?m)^repo: .*\n`:                    "| code | absent |",
		`(?m)^  previous: .*\n`:              "Previous revision unresolved",
		`(?m)^deployed:\n(  .*\n)+`:          "| deployments | absent |",
	} {
		less := regexp.MustCompile(line).ReplaceAll(whole, nil)
		if line == `(?m)^deployed:\n(  .*\n)+` { // its sources follow, indented alike
			less = regexp.MustCompile(`(?s)deployed:\n.*?sources:`).ReplaceAll(whole, []byte("sources:"))
			less = regexp.MustCompile(`(?m)^  - \{path: app.jsonl.*\n`).ReplaceAll(less, nil)
		}
		if bytes.Equal(less, whole) {
			t.Fatalf("%s takes nothing away", line)
		}
		if err := os.WriteFile(manifest, less, 0o644); err != nil {
			t.Fatal(err)
		}
		if out := mustIncident(t, p.Bundle); !strings.Contains(out, absent) {
			t.Errorf("without %s the report does not say %q", line, absent)
		}
		s := read(t, mustIncident(t, p.Bundle, "--format", "json"))
		if s.share("application") > full.share("application")+1e-9 {
			t.Errorf("without %s the share rises from %.3f to %.3f", line, full.share("application"), s.share("application"))
		}
		if strings.Contains(line, "repo") || strings.Contains(line, "previous") || strings.Contains(line, "memory") || strings.Contains(line, "deployed") {
			if s.Status == "CONFIRMED" || s.RootCause != nil {
				t.Errorf("without %s: %s", line, s.Status)
			}
		}
	}
}

func TestRevisionsThatNameNothing(t *testing.T) {
	p := writeDemo(t)
	manifest := filepath.Join(p.Bundle, "incident.yaml")
	whole, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	sha := regexp.MustCompile(`(?m)^  sha: .*$`)
	for rev, want := range map[string]string{
		"HEAD":    "HEAD names no revision",
		"main":    "main names no revision",
		"199f30a": "199f30a names no revision",
		"0000000000000000000000000000000000000001": "the repository does not hold commit",
	} {
		if err := os.WriteFile(manifest, sha.ReplaceAll(whole, []byte("  sha: "+`"`+rev+`"`)), 0o644); err != nil {
			t.Fatal(err)
		}
		if out := mustIncident(t, p.Bundle); !strings.Contains(out, want) || !strings.Contains(out, "Candidates only") {
			t.Errorf("%s: the report does not say %q", rev, want)
		}
	}
	tag := sha.ReplaceAll(whole, nil)
	if err := os.WriteFile(manifest, tag, 0o644); err != nil {
		t.Fatal(err)
	}
	if s := read(t, mustIncident(t, p.Bundle, "--format", "json")); s.Status != "CONFIRMED" {
		t.Errorf("a tag older than the roll-out names a revision; status %s", s.Status)
	}
	early := bytes.Replace(tag, []byte("at: 2026-02-12T11:15:02Z"), []byte("at: 2026-02-12T10:00:00Z"), 1)
	if err := os.WriteFile(manifest, early, 0o644); err != nil {
		t.Fatal(err)
	}
	if out := mustIncident(t, p.Bundle); !strings.Contains(out, "was made or moved on") {
		t.Error("a tag younger than the roll-out was taken for what was deployed")
	}
}

func TestIncidentRefusesBadInput(t *testing.T) {
	p := writeDemo(t)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no bundle":       {[]string{filepath.Join(p.Bundle, "nowhere")}, "incident.yaml"},
		"no repository":   {[]string{p.Bundle, "--repo", filepath.Join(p.Bundle, "nowhere")}, "nowhere"},
		"unknown format":  {[]string{p.Bundle, "--format", "pdf"}, "markdown, html, json or text"},
		"unknown section": {[]string{p.Bundle, "--sections", "rootcause"}, "root-cause"},
		"no argument":     {nil, "arg"},
	} {
		code, out, errs := incident(t, c.args...)
		if code != exitInput || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("%s: exit code %d, output %q, error %q", name, code, out, errs)
		}
	}
}

func TestSectionsAlone(t *testing.T) {
	out := mustIncident(t, writeDemo(t).Bundle, "--sections", "root-cause,prevention-gaps")
	for _, want := range []string{"## Primary Root Cause", "## Detection & Prevention Gaps", "### Prevention Gaps"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(out, "## Timeline") || strings.HasPrefix(out, "# Incident") {
		t.Error("other sections were printed too")
	}
}

// A report appears whole or not at all.
func TestOutputIsWrittenWhole(t *testing.T) {
	p := writeDemo(t)
	file := filepath.Join(t.TempDir(), "pm.md")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := incident(t, p.Bundle, "-o", file, "--sections", "nonsense"); code != exitInput {
		t.Errorf("exit code %d", code)
	}
	if data, _ := os.ReadFile(file); string(data) != "old" {
		t.Errorf("the old report was touched: %q", data)
	}
	mustIncident(t, p.Bundle, "-o", file)
	data, err := os.ReadFile(file)
	if err != nil || string(data) != mustIncident(t, p.Bundle) {
		t.Errorf("the file is not what standard output shows (%v)", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// The name of the output says its format, unless a flag does.
func TestTheOutputsNameSaysTheFormat(t *testing.T) {
	bundle := filepath.Join(incidents, "inc-123/bundle")
	for _, c := range []struct{ name, flag, begins string }{
		{"pm.html", "", "<!doctype html>"},
		{"pm.json", "", "{"},
		{"pm.txt", "", "Incident Post-Mortem"},
		{"pm.md", "", "# Incident"},
		{"pm.html", "markdown", "# Incident"},
	} {
		file := filepath.Join(t.TempDir(), c.name)
		mustIncident(t, bundle, "-o", file, "--format", c.flag)
		if data, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(data), c.begins) {
			t.Errorf("%s, --format %q begins %.20q (%v)", c.name, c.flag, data, err)
		}
	}
}

func TestTwoSamplesAreSaid(t *testing.T) {
	p := writeDemo(t)
	two := `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"container_memory_working_set_bytes"},"values":[[1770894920,"126000000"],[1770894935,"130000000"]]}]}}`
	if err := os.WriteFile(filepath.Join(p.Bundle, "memory.json"), []byte(two), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := mustIncident(t, p.Bundle); !strings.Contains(out, "Shape undetermined (n=2)") {
		t.Error("two samples: the report does not say that the shape is undetermined (n=2)")
	}
}

// What logs, notes and commits say must not act in what the report is read with.
func TestHostileEvidence(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"incident.yaml": "id: \"X <script>alert(1)</script>\"\nservice: \"s | x\"\ntitle: \"[click](http://evil.example)\"\nsources:\n  - {path: a.log}\n" +
			"annotations:\n  - {text: \"**bold** leak `x` password=hunter2\", author: a}\n",
		"a.log": "2026-02-12T11:14:58Z ERROR \x1b[2J<img src=x onerror=alert(1)> | # h ```\n" +
			"2026-02-12T11:14:59Z ERROR \u202etxt.exe crashed for joe@example.com token=abc123\n",
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"markdown", "html", "text", "json"} {
		out := mustIncident(t, dir, "--format", format)
		if format == "html" {
			harmlessPage(t, out)
		}
		bad := []string{"\x1b", "\u202e", "hunter2", "joe@example.com", "abc123"}
		if format == "markdown" {
			bad = append(bad, "<script>", "<img", "[click](http", "**bold**", "http://evil")
		}
		for _, b := range bad {
			if format == "json" && (b == "\x1b" || b == "\u202e") {
				continue // JSON quotes them itself; what reads it must not print them raw
			}
			if strings.Contains(out, b) {
				t.Errorf("%s: %q got through", format, b)
			}
		}
	}
}

// harmlessPage holds the page against what it may be made of: the elements of its template, no handler, no address.
func harmlessPage(t *testing.T, out string) {
	t.Helper()
	allowed := strings.Fields("html head meta title style body header nav main section article figure figcaption details summary div p h1 h2 h3 h4 ol ul li span b i a abbr time pre code " +
		"table thead tbody tr th td svg g path rect circle text")
	doc, err := html.Parse(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(allowed, n.Data) {
			t.Errorf("element <%s> got through", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("attribute %s=%q got through", a.Key, a.Val)
			}
		}
	}
}

func TestDemoCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	code, out, errs := growlint(t, "demo", "--dir", dir)
	if code != exitClean || errs != "" {
		t.Fatalf("exit code %d, %s", code, errs)
	}
	for _, want := range []string{"$ growlint scan v1.0.9..v1.1.0", "$ growlint incident", "app.py:48", "CONFIRMED", "post-mortem.md"} {
		if !strings.Contains(out, want) {
			t.Errorf("the demo does not show %q", want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "post-mortem.md")); err != nil {
		t.Error(err)
	}
	if code, _, errs := growlint(t, "demo", "--dir", dir); code != exitInput || !strings.Contains(errs, "not empty") {
		t.Errorf("a second demo in the same folder: exit code %d, %s", code, errs)
	}
}

// A finding that already ran before the deployment is not what the deployment brought.
func TestAnOlderFindingIsNotConfirmed(t *testing.T) {
	p := writeDemo(t)
	leak := read(t, mustIncident(t, p.Bundle, "--format", "json")).RootCause.Commit
	manifest := filepath.Join(p.Bundle, "incident.yaml")
	whole, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	late := regexp.MustCompile(`(?m)^  previous: .*$`).ReplaceAll(whole, []byte("  previous: "+leak))
	if err := os.WriteFile(manifest, late, 0o644); err != nil {
		t.Fatal(err)
	}
	s := read(t, mustIncident(t, p.Bundle, "--format", "json"))
	if s.Status == "CONFIRMED" || s.RootCause != nil {
		t.Errorf("status %s, root cause %+v", s.Status, s.RootCause)
	}
	for _, a := range s.Verdict.Answers {
		if a.Check == "code-finding" && a.Outcome != "old" {
			t.Errorf("code-finding is %q, want old", a.Outcome)
		}
	}
}

// With another service's folder the finding lies outside of the service, and cannot be its cause.
func TestServicePaths(t *testing.T) {
	p := writeDemo(t)
	manifest := filepath.Join(p.Bundle, "incident.yaml")
	whole, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, append(whole, []byte("service_paths: [services/other]\n")...), 0o644); err != nil {
		t.Fatal(err)
	}
	if s := read(t, mustIncident(t, p.Bundle, "--format", "json")); s.Status == "CONFIRMED" || s.RootCause != nil {
		t.Errorf("status %s, root cause %+v", s.Status, s.RootCause)
	}
}
