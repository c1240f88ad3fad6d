package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/growlint/growlint/blame/pattern"
)

// CSV as Grafana and spreadsheets export it: a header, one column of times, every other column a series; or, as Grafana's older
// 'series as rows', a column of names, one of times and one of values.

var timeColumn = pattern.New(`(?i)^(time|timestamp|ts|date|datetime|@timestamp)$`)

func sniffCSV(h *head) bool {
	header, err := csvReader(h.data).Read()
	return err == nil && len(header) > 1 && timeIndex(header) >= 0
}

// csvReader skips a byte order mark and Excel's `sep=,` line, and finds the separator: a comma, a semicolon or a tab.
func csvReader(data []byte) *csv.Reader {
	body, comma := csvBody(data)
	r := csv.NewReader(bytes.NewReader(body))
	r.TrimLeadingSpace = comma != '\t'
	r.Comma = comma
	return r
}

func csvBody(data []byte) (body []byte, comma rune) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if rest, ok := bytes.CutPrefix(data, []byte("sep=")); ok && len(rest) > 0 && bytes.ContainsRune([]byte(",;\t"), rune(rest[0])) {
		return bytes.TrimLeft(rest[1:], "\r\n"), rune(rest[0])
	}
	header, _, _ := bytes.Cut(data, []byte("\n"))
	comma = ','
	for _, other := range ";\t" {
		if bytes.Count(header, []byte(string(other))) > bytes.Count(header, []byte(string(comma))) {
			comma = other
		}
	}
	return data, comma
}

func timeIndex(header []string) int {
	for i, h := range header {
		if timeColumn.MatchString(strings.TrimSpace(h)) {
			return i
		}
	}
	return -1
}

// A sheet is a CSV file on its way to series.
type sheet struct {
	in      input
	header  []string
	at      int // column of times
	names   int // column of series' names, of the long form; -1 otherwise
	columns [][]Sample
	long    map[string][]Sample
	order   []string
}

func readCSV(in input) (*output, error) {
	data, err := in.document()
	if err != nil {
		return nil, err
	}
	r := csvReader(data)
	body, comma := csvBody(data)
	skipped := bytes.Count(data[:len(data)-len(body)], []byte("\n"))
	s := &sheet{in: in, names: -1, long: map[string][]Sample{}}
	if s.header, err = r.Read(); err != nil {
		return nil, csvError(in, skipped, err)
	}
	if s.at = timeIndex(s.header); s.at < 0 {
		return nil, fmt.Errorf("%s:%d: no column of times in the header; name one time or timestamp", in.path, 1+skipped)
	}
	if len(s.header) == 3 && s.at == 1 && strings.EqualFold(s.header[0], "series") {
		s.names = 0
	}
	s.columns = make([][]Sample, len(s.header))
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvError(in, skipped, err)
		}
		line, _ := r.FieldPos(0)
		if err := s.row(row, line+skipped, comma); err != nil {
			return nil, err
		}
	}
	return s.output(1 + skipped)
}

func (s *sheet) row(row []string, line int, comma rune) error {
	t, err := parseTime(row[s.at], s.in.location)
	if err != nil {
		return fmt.Errorf("%s:%d: %w", s.in.path, line, err)
	}
	for i, cell := range row {
		if i == s.at || i == s.names || strings.TrimSpace(cell) == "" || strings.EqualFold(cell, "null") {
			continue // an empty cell is a missing sample, which is not zero
		}
		v, err := parseCell(cell, comma)
		if err != nil {
			return fmt.Errorf("%s:%d: column %s: %w", s.in.path, line, s.header[i], err)
		}
		sample := Sample{At: s.in.moved(t), Value: v}
		if s.names < 0 {
			s.columns[i] = append(s.columns[i], sample)
			continue
		}
		name := row[s.names]
		if _, ok := s.long[name]; !ok {
			s.order = append(s.order, name)
		}
		s.long[name] = append(s.long[name], sample)
	}
	return nil
}

func (s *sheet) output(line int) (*output, error) {
	out := &output{}
	add := func(name, place string, samples []Sample) error {
		plain, labels := splitLabels(strings.TrimSpace(name))
		f, err := newSeries(s.in, plain, labels, samples)
		if err != nil {
			return fmt.Errorf("%s:%d: column %s: %w", s.in.path, line, name, err)
		}
		f.Line = line
		f.Text += place
		out.facts = append(out.facts, f)
		return nil
	}
	for _, name := range s.order {
		if err := add(name, "", s.long[name]); err != nil {
			return nil, err
		}
	}
	for i, samples := range s.columns {
		if i == s.at || s.names >= 0 {
			continue
		}
		if err := add(s.header[i], fmt.Sprintf(", column %d", i+1), samples); err != nil {
			return nil, err
		}
	}
	return finish(out), nil
}

var labelled = pattern.New(`^([^{}]*)\{(.*)\}$`)

// splitLabels takes the labels out of a column's name as Grafana writes it: name{pod="a", container="b"}.
func splitLabels(name string) (plain string, labels map[string]string) {
	m := labelled.FindStringSubmatch(name)
	if m == nil {
		return name, nil
	}
	labels, rest := parseLabels(m[2])
	if rest != "" {
		return name, nil
	}
	plain = strings.TrimSpace(m[1])
	if n := labels["__name__"]; n != "" {
		plain = n
		delete(labels, "__name__")
	}
	return plain, labels
}

func csvError(in input, skipped int, err error) error {
	line := 1 + skipped
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		line, err = pe.Line+skipped, pe.Err
	}
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s:%d: broken CSV: no header; export the file again", in.path, line)
	}
	return fmt.Errorf("%s:%d: broken CSV: %w; export the file again", in.path, line, err)
}

var cellPattern = pattern.New(`^\s*([-+0-9.eE]+|NaN)\s*([A-Za-z%/]*)\s*$`)

// parseCell reads a number, with the unit that Grafana's formatted export leaves behind it ("120 MiB"). Where semicolons separate
// the columns, a comma is a decimal one.
func parseCell(s string, comma rune) (float64, error) {
	if comma != ',' {
		s = strings.Replace(s, ",", ".", 1)
	}
	m := cellPattern.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%.60q is not a number; export raw values", s)
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, fmt.Errorf("%.60q is not a number; export raw values", s)
	}
	if m[2] == "" {
		return v, nil
	}
	if f, ok := byteUnits[strings.ToLower(m[2])]; ok {
		return v * f, nil
	}
	if f, ok := otherUnits[strings.ToLower(m[2])]; ok {
		return v * f.factor, nil
	}
	return 0, fmt.Errorf("unknown unit in %q; export raw values", s)
}
