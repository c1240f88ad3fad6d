package evidence

import (
	"strings"

	"github.com/growlint/growlint/blame/pattern"
)

// Plain logs: every record begins with an RFC 3339 time (a space for the T and a comma before the fraction, as Python's logging
// writes them, included; in brackets, as Gunicorn writes it); lines that are indented or belong to a traceback continue the record before them.

var plainLine = pattern.New(`(?s)^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)\]?[\s|:-]*(.*)$`)

// levelWord finds the level: first, or after the process number, the logger's name or what else stands in front.
var levelWord = pattern.New(`(?s)^(?:.{0,80}?[\s\[|:(-])?\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|CRITICAL|FATAL|PANIC)\b[\]:|)\s-]*(.*)$`)

func sniffPlainLog(h *head) bool { return h.lines(50, plainLine.Match) }

func readPlainLog(in input) (*output, error) {
	return readLines(in, lineFormat{begins: beginsPlain, parse: parsePlain})
}

// beginsPlain is the beginning of plainLine, by hand: it is asked of every line of a log.
func beginsPlain(line []byte) bool {
	const pattern = "0000-00-00T00:00:00"
	if len(line) > 0 && line[0] == '[' {
		line = line[1:]
	}
	if len(line) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		switch c := line[i]; pattern[i] {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case 'T':
			if c != 'T' && c != ' ' {
				return false
			}
		default:
			if c != pattern[i] {
				return false
			}
		}
	}
	return true
}

func parsePlain(in input, r *record) (bool, error) {
	m := plainLine.FindSubmatch(r.raw)
	if m == nil {
		return false, nil
	}
	t, err := parseTime(strings.Replace(string(m[1]), ",", ".", 1), in.location)
	if err != nil {
		return false, nil // a date that no calendar has: counted as unparsed
	}
	r.at = in.moved(t)
	r.message = string(m[2])
	if level, message := leveled(r.message); level != "" {
		r.level, r.message = level, message
	}
	return true, nil
}

// leveled splits a message at the level that it begins with; "" where it has none.
func leveled(s string) (level, message string) {
	m := levelWord.FindStringSubmatch(s)
	if m == nil {
		return "", s
	}
	return normalLevel(m[1]), m[2]
}

// normalLevel brings the names of levels to four, and the numbers of pino and bunyan.
func normalLevel(s string) string {
	switch strings.ToUpper(s) {
	case "":
		return ""
	case "WARN", "WARNING", "40":
		return "WARN"
	case "ERROR", "ERR", "50":
		return "ERROR"
	case "FATAL", "CRITICAL", "CRIT", "PANIC", "EMERGENCY", "EMERG", "ALERT", "60":
		return "FATAL"
	default:
		return "INFO"
	}
}
