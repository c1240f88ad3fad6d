package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
)

// A piece is what a container runtime writes in one go: a line of the service, or a part of one.
type piece struct {
	at      time.Time
	stream  string
	text    string
	partial bool // the next piece of the stream continues it
}

// open is a record of a stream that later pieces may continue.
type open struct {
	record
	pieces  int
	partial bool
}

// readPieces reads the log of a runtime: pieces of a line are put together stream by stream, then lines of a traceback to their
// record, and what the service wrote is read as the record that it is.
func readPieces(in input, parse func(number int, line []byte) (piece, bool, error)) (*output, error) {
	s := newSink(in)
	streams := map[string]*open{}
	for number := 1; ; number++ {
		line, _, err := readLine(in.r)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s:%d: %w; copy the file again", in.path, number, err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			p, ok, err := parse(number, line)
			switch {
			case err != nil:
				return nil, err
			case !ok:
				s.out.miss(number)
			default:
				s.piece(streams, number, p)
			}
		}
		if err != nil {
			break
		}
	}
	for _, name := range []string{"stdout", "stderr", ""} {
		if o := streams[name]; o != nil {
			s.close(o)
		}
	}
	return s.finish()
}

func (s *sink) piece(streams map[string]*open, number int, p piece) {
	if p.stream != "stdout" && p.stream != "stderr" {
		p.stream = ""
	}
	o := streams[p.stream]
	switch {
	case o != nil && o.partial:
		if len(o.message) < longestRecord {
			o.message += p.text
		}
		o.pieces++
		o.partial = p.partial
	case o != nil && continuation.MatchString(p.text):
		if len(o.message) < longestRecord {
			o.message += "\n" + p.text
		}
		o.partial = p.partial
	default:
		if o != nil {
			s.close(o)
		}
		streams[p.stream] = &open{record: record{line: number, at: s.in.moved(p.at), message: p.text}, pieces: 1, partial: p.partial}
	}
}

func (s *sink) close(o *open) {
	if !telling().find([]byte(o.message)) {
		s.out.records++
		return
	}
	nested(s.in, &o.record)
	if o.pieces > 1 {
		o.said = fmt.Sprintf("put together from %d pieces", o.pieces)
	}
	s.add(o.record)
}
