package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// A progress shows how far a long run has come, on a terminal and nowhere else.
type progress struct {
	out  io.Writer // nil where nobody watches
	last time.Time
}

// progressPause is how long a count stands before the next one is drawn.
const progressPause = 100 * time.Millisecond

func newProgress(stderr io.Writer) *progress {
	file, ok := stderr.(*os.File)
	if !ok {
		return &progress{}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{out: file}
}

func (p *progress) show(done, total int) {
	if p.out == nil || time.Since(p.last) < progressPause {
		return
	}
	p.last = time.Now()
	fmt.Fprintf(p.out, "\r\x1b[K%d of %d commits", done, total)
}

func (p *progress) clear() {
	if p.out != nil {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
