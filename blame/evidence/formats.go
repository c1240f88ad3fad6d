package evidence

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// A format reads one kind of file. read either reads the file whole or fails with file:line.
type format struct {
	name  string
	sniff func(h *head) bool // by content; asked in the order of the list
	read  func(in input) (*output, error)
}

// formats is the list of what is understood, what is told apart most surely first. A new format is one file and one line here.
var formats = []format{
	{"docker", sniffDocker, readDocker},
	{"journald", sniffJournal, readJournal},
	{"journald-export", sniffJournalExport, readJournalExport},
	{"jsonl", sniffJSONLines, readJSONLines},
	{"prometheus", sniffPrometheus, readPrometheus},
	{"kubernetes", sniffKubernetes, readKubernetes},
	{"alertmanager", sniffAlertmanager, readAlertmanager},
	{"pagerduty", sniffPagerDuty, readPagerDuty},
	{"github-deployments", sniffGitHub, readGitHub},
	{"gitlab-deployments", sniffGitLab, readGitLab},
	{"argocd", sniffArgoCD, readArgoCD},
	{"helm", sniffHelm, readHelm},
	{"image", sniffImage, readImage},
	{"cri", sniffCRI, readCRI},
	{"klog", sniffKlog, readKlog},
	{"git-tags", sniffGitTags, readGitTags},
	{"prometheus-rules", sniffRules, readRules},
	{"openmetrics", sniffOpenMetrics, readOpenMetrics},
	{"csv", sniffCSV, readCSV},
	{"log", sniffPlainLog, readPlainLog},
	{"logfmt", sniffLogfmt, readLogfmt},
}

// An output is what a format made of a file.
type output struct {
	facts         []Fact
	records       int
	notable       int
	unparsed      int
	firstUnparsed int
	note          string
}

func chooseFormat(kind string, data []byte) (format, error) {
	var names []string
	h := newHead(data)
	for _, f := range formats {
		names = append(names, f.name)
		if kind == f.name || (kind == "" || kind == "auto") && f.sniff(h) {
			return f, nil
		}
	}
	if kind == "" || kind == "auto" {
		return format{}, fmt.Errorf("no known format recognises its content; set kind to one of %s, or convert the file", strings.Join(names, ", "))
	}
	return format{}, fmt.Errorf("unknown kind %q; use auto, %s", kind, strings.Join(names, ", "))
}

// Recognise says which format the content of a file has, as reading it would; "" where none is known. Errors: those of r.
func Recognise(r io.Reader) (string, error) {
	content, err := newRaw("", r)
	if err != nil {
		return "", err
	}
	f, err := chooseFormat("auto", content.head())
	if err != nil {
		return "", nil // an unknown format is an answer
	}
	return f.name, nil
}

// miss counts a line that the format does not explain.
func (o *output) miss(line int) {
	o.unparsed++
	if o.firstUnparsed == 0 {
		o.firstUnparsed = line
	}
}

// say adds a note on the file as a whole.
func (o *output) say(format string, args ...any) {
	if o.note != "" {
		o.note += "; "
	}
	o.note += fmt.Sprintf(format, args...)
}

// lineOf returns the 1-based line of a byte offset.
func lineOf(data []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(data)))
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

// transformation says what was done on the way to a fact; the clock offset is always part of it.
func (in input) transformation(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	if in.offset != 0 {
		said = append(said, "clock offset "+in.offset.String()+" added")
	}
	if len(said) == 0 {
		return asWritten
	}
	return strings.Join(said, "; ")
}
