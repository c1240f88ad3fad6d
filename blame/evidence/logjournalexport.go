package evidence

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The systemd journal as `journalctl -o export` prints it: FIELD=value lines, entries separated by an empty line. A value with line
// feeds stands as FIELD, line feed, its length as 64 bits little-endian, the bytes, line feed.
// https://systemd.io/JOURNAL_EXPORT_FORMATS/

func sniffJournalExport(h *head) bool {
	return bytes.HasPrefix(h.data, []byte("__CURSOR=")) || bytes.HasPrefix(h.data, []byte("__REALTIME_TIMESTAMP="))
}

func readJournalExport(in input) (*output, error) {
	s := newSink(in)
	number, first := 0, 1
	fields := map[string]string{}
	flush := func() {
		if len(fields) == 0 {
			return
		}
		r := record{line: first}
		if message, ok := fields["MESSAGE"]; ok && journalRecord(in, &r, fields["__REALTIME_TIMESTAMP"], fields["PRIORITY"], message) {
			s.add(r)
		} else {
			s.out.miss(first)
		}
		clear(fields)
	}
	for {
		line, _, err := readLine(in.r)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s:%d: %w; copy the file again", in.path, number+1, err)
		}
		number++
		name, value, ok := bytes.Cut(line, []byte("="))
		switch {
		case len(line) == 0:
			flush()
			first = number + 1
		case ok:
			fields[string(name)] = string(value)
		default:
			data, broken := binaryField(in)
			if broken != nil {
				return nil, fmt.Errorf("%s:%d: field %.40q: %w; export the journal again", in.path, number, line, broken)
			}
			number += 1 + bytes.Count(data, []byte("\n"))
			fields[string(line)] = string(bytes.ToValidUTF8(data, []byte("\ufffd")))
		}
		if err != nil {
			break
		}
	}
	flush()
	return s.finish()
}

func binaryField(in input) ([]byte, error) {
	var size uint64
	if err := binary.Read(in.r, binary.LittleEndian, &size); err != nil {
		return nil, errors.New("the length of its value is missing")
	}
	if size > longestLine {
		return nil, fmt.Errorf("a value of %d bytes", size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(in.r, data); err != nil {
		return nil, errors.New("its value is cut off")
	}
	if end, err := in.r.ReadByte(); err != nil || end != '\n' {
		return nil, errors.New("its value does not end where it says")
	}
	return data, nil
}
