package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// CSV as Grafana and spreadsheets export it: a header, one column of times, every other column a series.

var timeColumn = regexp.MustCompile(`(?i)^(time|timestamp|ts|date|datetime|@timestamp)$`)

func sniffCSV(data []byte) bool {
	header, err := csvReader(data).Read()
	return err == nil && len(header) > 1 && timeIndex(header) >= 0
}

// csvReader skips a byte order mark and Excel's `sep=,` line.
func csvReader(data []byte) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(csvBody(data)))
	r.TrimLeadingSpace = true
	return r
}

func csvBody(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if rest, ok := bytes.CutPrefix(data, []byte("sep=,")); ok {
		return bytes.TrimLeft(rest, "\r\n")
	}
	return data
}

func timeIndex(header []string) int {
	for i, h := range header {
		if timeColumn.MatchString(strings.TrimSpace(h)) {
			return i
		}
	}
	return -1
}

func readCSV(in input) (*output, error) {
	r := csvReader(in.data)
	skipped := bytes.Count(in.data[:len(in.data)-len(csvBody(in.data))], []byte("\n"))
	header, err := r.Read()
	if err != nil {
		return nil, csvError(in, skipped, err)
	}
	at := timeIndex(header)
	if at < 0 {
		return nil, fmt.Errorf("%s:%d: no column of times in the header; name one time or timestamp", in.path, 1+skipped)
	}
	columns := make([][]Sample, len(header))
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvError(in, skipped, err)
		}
		line, _ := r.FieldPos(0)
		if err := addRow(in, header, row, at, line+skipped, columns); err != nil {
			return nil, err
		}
	}
	return csvOutput(in, header, at, 1+skipped, columns)
}

func addRow(in input, header, row []string, at, line int, columns [][]Sample) error {
	t, err := parseTime(row[at], in.location)
	if err != nil {
		return fmt.Errorf("%s:%d: %w", in.path, line, err)
	}
	for i, cell := range row {
		if i == at || strings.TrimSpace(cell) == "" || strings.EqualFold(cell, "null") {
			continue // an empty cell is a missing sample, which is not zero
		}
		v, err := parseCell(cell)
		if err != nil {
			return fmt.Errorf("%s:%d: column %s: %w", in.path, line, header[i], err)
		}
		columns[i] = append(columns[i], Sample{At: in.moved(t), Value: v})
	}
	return nil
}

func csvOutput(in input, header []string, at, line int, columns [][]Sample) (*output, error) {
	out := &output{}
	for i, samples := range columns {
		if i == at {
			continue
		}
		f, err := newSeries(in, strings.TrimSpace(header[i]), nil, samples)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: column %s: %w", in.path, line, header[i], err)
		}
		f.Line = line
		f.Text += fmt.Sprintf(", column %d", i+1)
		out.facts = append(out.facts, f)
	}
	return finish(out), nil
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

var cellPattern = regexp.MustCompile(`^\s*([-+0-9.eE]+|NaN)\s*([A-Za-z%/]*)\s*$`)

// parseCell reads a number, with the unit that Grafana's formatted export leaves behind it ("120 MiB").
func parseCell(s string) (float64, error) {
	m := cellPattern.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is not a number; export raw values", s)
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number; export raw values", s)
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

// timeLayouts without a zone are read in the manifest's time zone.
var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006/01/02 15:04:05"}

// parseTime reads RFC 3339, the usual variants of it, and seconds or milliseconds since 1970.
func parseTime(s string, loc *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		return unixTime(v), nil
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time; use RFC 3339, such as 2026-02-12T11:14:58Z", s)
}
