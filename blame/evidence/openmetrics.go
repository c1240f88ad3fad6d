package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/pattern"
)

// OpenMetrics text with timestamps, the input of `promtool tsdb create-blocks-from openmetrics`; Prometheus' own text format; and what
// `promtool tsdb dump` prints. They look alike and count time differently: OpenMetrics (it ends with `# EOF`) in seconds, the other two
// in milliseconds. Libraries that read one as the other are off by a factor of a thousand.
// https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md

var metricLine = pattern.New(`^([a-zA-Z_:][a-zA-Z0-9_:.]*)?(\{.*\})?\s+([-+]?(?:\d[-+0-9.eExX]*|\.\d+|[Ii]nf|[Nn]a[Nn]))(?:\s+([-+0-9.eE]+))?(?:\s+#.*)?$`)

func sniffOpenMetrics(h *head) bool {
	seen := false
	h.lines(100, func(line []byte) bool {
		if len(line) > 0 && line[0] != '#' {
			m := metricLine.FindSubmatch(line)
			seen = m != nil && (len(m[1]) > 0 || len(m[2]) > 0)
			return true
		}
		return false
	})
	return seen
}

// A metricRow is one line of the text.
type metricRow struct {
	name   string
	labels map[string]string
	value  float64
	stamp  string
}

func readOpenMetrics(in input) (*output, error) {
	data, err := in.document()
	if err != nil {
		return nil, err
	}
	text := strings.TrimRight(string(data), "\n")
	seconds := strings.HasSuffix(text, "# EOF")
	out := &output{}
	type group struct {
		row     metricRow
		line    int
		samples []Sample
	}
	var order []*group
	groups := map[string]*group{}
	untimed := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		row, ok := parseMetric(line)
		if !ok {
			out.miss(i + 1)
			continue
		}
		if row.stamp == "" {
			untimed++
			continue
		}
		at, err := stampOf(row.stamp, seconds)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", in.path, i+1, err)
		}
		key := row.name + fmt.Sprint(row.labels)
		g := groups[key]
		if g == nil {
			g = &group{row: row, line: i + 1}
			groups[key], order = g, append(order, g)
		}
		g.samples = append(g.samples, Sample{At: in.moved(at), Value: row.value})
	}
	for _, g := range order {
		f, err := newSeries(in, g.row.name, g.row.labels, g.samples)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", in.path, g.line, err)
		}
		f.Line = g.line
		out.facts = append(out.facts, f)
	}
	if untimed > 0 {
		out.say("%d samples without a time left out: a single scrape is no series; query the server that scraped it", untimed)
	}
	if len(out.facts) == 0 && untimed == 0 {
		return nil, fmt.Errorf("%s:%d: no sample in it; export the file again", in.path, max(1, out.firstUnparsed))
	}
	return finish(out), nil
}

func stampOf(s string, seconds bool) (time.Time, error) {
	if seconds {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("%q is no time in seconds", s)
		}
		return unixSeconds(v), nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time in milliseconds; end the file with # EOF if it is OpenMetrics, which counts seconds", s)
	}
	return time.UnixMilli(n).UTC(), nil
}

func parseMetric(line string) (metricRow, bool) {
	row := metricRow{}
	if i := strings.IndexByte(line, '{'); i >= 0 {
		labels, rest := parseLabels(line[i+1:])
		if rest == "" || rest[0] != '}' {
			return row, false
		}
		row.name, row.labels = strings.TrimSpace(line[:i]), labels
		line = "x" + rest[1:]
	}
	m := metricLine.FindStringSubmatch(line)
	if m == nil || m[2] != "" {
		return row, false
	}
	v, err := strconv.ParseFloat(m[3], 64)
	if err != nil {
		return row, false
	}
	if row.name == "" && row.labels == nil {
		row.name = m[1]
	}
	if n := row.labels["__name__"]; n != "" {
		row.name = n
		delete(row.labels, "__name__")
	}
	row.value, row.stamp = v, m[4]
	return row, row.name != ""
}

// parseLabels reads name="value" pairs up to a closing brace or the end, and returns what follows.
func parseLabels(s string) (labels map[string]string, rest string) {
	labels = map[string]string{}
	for {
		s = strings.TrimLeft(s, ", ")
		name, after, ok := strings.Cut(s, "=")
		if !ok || s[0] == '}' {
			return labels, s
		}
		value, tail, err := quotedValue(after)
		if err != nil {
			return labels, s
		}
		labels[strings.Trim(strings.TrimSpace(name), `"`)] = value
		s = tail
	}
}

func quotedValue(s string) (value, rest string, err error) {
	s = strings.TrimLeft(s, " ")
	if s == "" || s[0] != '"' {
		return "", s, errors.New("no quoted value")
	}
	var b bytes.Buffer
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		case s[i] == '\\' && i+1 < len(s):
			i++
			if s[i] == 'n' {
				b.WriteByte('\n')
			} else {
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return "", s, io.ErrUnexpectedEOF
}
