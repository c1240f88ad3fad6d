package evidence

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Plain logs: every record begins with an RFC 3339 time (a space for the T and a comma before the fraction, as Python's logging
// writes them, included); lines that are indented or belong to a traceback continue the record before them.

var plainLine = regexp.MustCompile(`^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?[\s|:-]*(.*)$`)

var levelWord = regexp.MustCompile(`^\W{0,2}(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|CRITICAL|FATAL|PANIC)\b[\]:|\s-]*(.*)$`)

var continuation = regexp.MustCompile(`^\s+\S|^Traceback \(most recent call last\)|^[A-Za-z_.]*(Error|Exception|Exit|Interrupt)\b`)

func sniffPlainLog(data []byte) bool {
	for i, line := range strings.SplitN(string(data[:min(len(data), 64<<10)]), "\n", 50) {
		if i < 49 && plainLine.MatchString(line) {
			return true
		}
	}
	return false
}

// A record is one log record on its way to a fact.
type record struct {
	line           int
	at             time.Time
	level, message string
}

func readPlainLog(in input) (*output, error) {
	out := &output{}
	var records []record
	for i, line := range strings.Split(strings.TrimSuffix(string(in.data), "\n"), "\n") {
		line = strings.TrimRight(line, "\r")
		if rec, ok := plainRecord(in, line); ok {
			rec.line = i + 1
			records = append(records, rec)
		} else if len(records) > 0 && continuation.MatchString(line) {
			records[len(records)-1].message += "\n" + line
		} else if strings.TrimSpace(line) != "" {
			out.miss(i + 1)
		}
	}
	return logOutput(in, out, records)
}

func plainRecord(in input, line string) (record, bool) {
	m := plainLine.FindStringSubmatch(line)
	if m == nil {
		return record{}, false
	}
	t, err := parseTime(strings.Replace(m[1], ",", ".", 1), in.location)
	if err != nil {
		return record{}, false
	}
	level, message := "", m[2]
	if l := levelWord.FindStringSubmatch(message); l != nil {
		level, message = normalLevel(l[1]), l[2]
	}
	return record{at: in.moved(t), level: level, message: message}, true
}

// normalLevel brings the names of levels to four.
func normalLevel(s string) string {
	switch strings.ToUpper(s) {
	case "":
		return ""
	case "WARN", "WARNING":
		return "WARN"
	case "ERROR", "ERR":
		return "ERROR"
	case "FATAL", "CRITICAL", "PANIC", "EMERGENCY", "ALERT":
		return "FATAL"
	default:
		return "INFO"
	}
}

// longestExcerpt bounds what one line can put into a report (bytes).
const longestExcerpt = 400

// logOutput makes facts of the notable records and counts the others.
func logOutput(in input, out *output, records []record) (*output, error) {
	if len(records) == 0 {
		return nil, fmt.Errorf("%s:%d: no line of it could be read as a log record; each needs an RFC 3339 time", in.path, max(1, out.firstUnparsed))
	}
	out.records = len(records)
	for _, r := range records {
		l := readLog(r.level, r.message)
		if !l.notable() {
			continue
		}
		out.notable++
		l.Message = excerpt(l.Message)
		out.facts = append(out.facts, Fact{
			Kind: "log", Path: in.path, Line: r.line, At: r.at, Text: strings.TrimSpace(r.level + " " + l.Message),
			Transformation: in.transformation(), Log: l,
		})
	}
	return out, nil
}

// excerpt is a message as it may be quoted: redacted first, cut afterwards, so that no half of a secret remains.
func excerpt(s string) string {
	s = Redact(s)
	if len(s) > longestExcerpt {
		s = strings.ToValidUTF8(s[:longestExcerpt], "") + "…"
	}
	return s
}
