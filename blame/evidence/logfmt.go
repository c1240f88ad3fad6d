package evidence

import (
	"bytes"
	"strings"

	"github.com/go-logfmt/logfmt"
	"github.com/growlint/growlint/blame/pattern"
)

// logfmt: key=value pairs on a line, as Go services, Heroku and Grafana's own programs write them.

var logfmtTime = pattern.New(`(?:^|\s)(?:time|timestamp|ts|t|at)="?\d`)

func sniffLogfmt(h *head) bool { return h.lines(20, logfmtTime.Match) }

func readLogfmt(in input) (*output, error) {
	return readLines(in, lineFormat{begins: logfmtTime.Match, parse: parseLogfmt})
}

func parseLogfmt(in input, r *record) (bool, error) {
	if !logfmtFields(r) {
		return false, nil
	}
	t, err := parseTime(r.said, in.location)
	r.said = ""
	if err != nil {
		return false, nil
	}
	r.at = in.moved(t)
	return true, nil
}

func looksLikeLogfmt(line []byte) bool {
	return bytes.Contains(line, []byte("level=")) && bytes.Contains(line, []byte("msg="))
}

// logfmtFields reads level, message and, into said, the time as written. Lines after the first are a traceback that follows.
func logfmtFields(r *record) bool {
	first, rest, _ := strings.Cut(string(r.raw), "\n")
	fields := map[string]any{}
	d := logfmt.NewDecoder(strings.NewReader(first))
	for d.ScanRecord() {
		for d.ScanKeyval() {
			if d.Value() != nil {
				fields[string(d.Key())] = string(d.Value())
			}
		}
	}
	if d.Err() != nil {
		return false
	}
	fromObject(r, fields)
	r.said = text(fields, append([]string{"t", "at"}, timeKeys...))
	if r.message == "" {
		r.message = first
	}
	if rest != "" {
		r.message += "\n" + rest
	}
	return true
}
