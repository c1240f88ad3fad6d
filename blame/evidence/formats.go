package evidence

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// A format reads one kind of file. read either reads the file whole or fails with file:line.
type format struct {
	name  string
	sniff func(data []byte) bool // by content; asked in the order of the list
	read  func(in input) (*output, error)
}

// formats is the list of what is understood. A new format is one file and one line here.
var formats = []format{
	{"jsonl", sniffJSONLines, readJSONLines},
	{"prometheus", sniffPrometheus, readPrometheus},
	{"csv", sniffCSV, readCSV},
	{"log", sniffPlainLog, readPlainLog},
}

// An input is one raw file with what the manifest says about it.
type input struct {
	source   Source
	path     string
	data     []byte
	location *time.Location // of times without zone
	offset   time.Duration  // added to every time
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
	for _, f := range formats {
		names = append(names, f.name)
		if kind == f.name || (kind == "" || kind == "auto") && f.sniff(data) {
			return f, nil
		}
	}
	if kind == "" || kind == "auto" {
		return format{}, fmt.Errorf("no known format recognises its content; set kind to one of %s, or convert the file", strings.Join(names, ", "))
	}
	return format{}, fmt.Errorf("unknown kind %q; use auto, %s", kind, strings.Join(names, ", "))
}

// miss counts a line that the format does not explain.
func (o *output) miss(line int) {
	o.unparsed++
	if o.firstUnparsed == 0 {
		o.firstUnparsed = line
	}
}

// lineOf returns the 1-based line of a byte offset.
func lineOf(data []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(data)))
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

// moved applies the clock offset, and says so.
func (in input) moved(t time.Time) time.Time { return t.Add(in.offset).UTC() }

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
