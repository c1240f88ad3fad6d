package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/growlint/growlint/blame/pattern"
)

// A lineFormat is how one kind of log writes a record. Lines on which none begins continue the one before them, where they look
// like it, and are counted otherwise.
type lineFormat struct {
	begins func(line []byte) bool                  // cheap; a record begins here
	parse  func(in input, r *record) (bool, error) // fills r from r.raw; false where it is no record after all
	// plain decides on a line without any telling word, unread: it is counted as a record. nil: every line is one.
	plain func(line []byte) bool
	// whole marks formats that never spread a record over lines.
	whole bool
}

// The bounds of one line and of one record (bytes): a log line of a megabyte is a dump, and its beginning tells what it is.
const (
	longestLine   = 1 << 20
	longestRecord = 64 << 10
)

var continuation = pattern.New(`^\s+\S|^Traceback \(most recent call last\)|^[A-Za-z_.]*(Error|Exception|Exit|Interrupt)\b`)

// readLines reads a log of any size, a line at a time.
func readLines(in input, f lineFormat) (*output, error) {
	s := &logReader{in: in, format: f, sink: newSink(in)}
	number := 0
	for {
		line, cut, err := readLine(in.r)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s:%d: %w; copy the file again", in.path, number+1, err)
		}
		if len(line) > 0 || err == nil {
			number++
			s.cut += cut
			if err := s.line(number, line); err != nil {
				return nil, err
			}
		}
		if err != nil {
			break
		}
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	if s.cut > 0 {
		s.sink.out.say("%d lines longer than 1 MiB were cut", s.cut)
	}
	return s.sink.finish()
}

// readLine returns the next line without its end; cut is 1 where it was longer than longestLine. The slice is valid until the next call.
func readLine(r *bufio.Reader) (line []byte, cut int, err error) {
	line, err = r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		long := bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = r.ReadSlice('\n')
			if len(long) < longestLine {
				long = append(long, line...)
			} else {
				cut = 1
			}
		}
		line = long
	}
	return bytes.TrimRight(line, "\r\n"), cut, err
}

// A logReader puts the lines of one log together to records. Only telling ones are looked at closely.
type logReader struct {
	in      input
	format  lineFormat
	sink    *sink
	pending []byte // the record that is being put together; its memory is used again
	first   int    // its line; 0 where there is none
	telling bool
	cut     int
}

func (s *logReader) line(number int, line []byte) error {
	blank := len(bytes.TrimSpace(line)) == 0
	if number == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	switch {
	case blank:
		return nil
	case s.format.begins(line):
		if err := s.flush(); err != nil {
			return err
		}
		s.pending = append(s.pending[:0], line...)
		s.first, s.telling = number, telling().find(line)
	case !s.format.whole && s.first > 0 && continuation.Match(line):
		if len(s.pending) < longestRecord {
			s.pending = append(append(s.pending, '\n'), line...)
			s.telling = s.telling || telling().find(line)
		}
	default:
		s.sink.out.miss(number)
	}
	return nil
}

func (s *logReader) flush() error {
	if s.first == 0 {
		return nil
	}
	number := s.first
	s.first = 0
	if !s.telling && (s.format.plain == nil || s.format.plain(s.pending)) {
		s.sink.out.records++
		return nil
	}
	r := record{line: number, raw: s.pending}
	ok, err := s.format.parse(s.in, &r)
	if err != nil {
		return err
	}
	if !ok {
		s.sink.out.miss(number)
		return nil
	}
	s.sink.add(r)
	return nil
}
