package evidence

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"
)

// An input is one raw file with what the manifest says about it. Its content is a stream: logs are larger than memory.
type input struct {
	source   Source
	path     string
	r        *bufio.Reader
	location *time.Location // of times without zone
	offset   time.Duration  // added to every time
	service  string         // of the manifest
	around   time.Time      // a time near the incident, for formats that leave the year out; zero where none is known
}

// headSize is how much of a file its format is recognised by (bytes).
const headSize = 256 << 10

// largestDocument bounds what is read into memory at once (bytes): metrics and API answers. Logs have no bound.
const largestDocument = 256 << 20

// document returns the whole content. Errors: files that no API answer is as large as.
func (in input) document() ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in.r, largestDocument+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w; export the file again", in.path, err)
	}
	if len(data) > largestDocument {
		return nil, fmt.Errorf("%s: larger than %d MiB; split the export by time", in.path, largestDocument>>20)
	}
	return data, nil
}

// moved applies the clock offset.
func (in input) moved(t time.Time) time.Time { return t.Add(in.offset).UTC() }

// A raw is a file on its way: hashed and counted as it lies there, read decompressed.
type raw struct {
	name   string
	sum    hash.Hash
	size   countWriter
	rest   io.Reader // the file itself, every byte of which passes through sum
	reader *bufio.Reader
	note   string
}

type countWriter int64

func (c *countWriter) Write(p []byte) (int, error) { *c += countWriter(len(p)); return len(p), nil }

func newRaw(name string, r io.Reader) (*raw, error) {
	f := &raw{name: name, sum: sha256.New()}
	f.rest = io.TeeReader(r, io.MultiWriter(f.sum, &f.size))
	f.reader = bufio.NewReaderSize(f.rest, headSize)
	if magic, _ := f.reader.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(f.reader)
		if err != nil {
			return nil, fmt.Errorf("%s: broken gzip: %w; copy the file again", name, err)
		}
		f.note = "decompressed (gzip)"
		f.reader = bufio.NewReaderSize(z, headSize)
	}
	return f, nil
}

// head returns the beginning of the content without consuming it.
func (f *raw) head() []byte {
	data, _ := f.reader.Peek(headSize) // a shorter file is all there is of it; read errors come again when it is read
	return data
}

// file closes the account: what a format left unread is hashed too.
func (f *raw) file(format string) (File, error) {
	if _, err := io.Copy(io.Discard, f.rest); err != nil {
		return File{}, fmt.Errorf("%s: %w", f.name, err)
	}
	return File{Path: f.name, Format: format, SHA256: hex.EncodeToString(f.sum.Sum(nil)), Bytes: int(f.size), Note: f.note}, nil
}
