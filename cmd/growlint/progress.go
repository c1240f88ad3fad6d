package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A progress shows how far a long run has come, on a terminal and nowhere else.
type progress struct {
	out  io.Writer // nil where nobody watches
	last time.Time
}

const (
	// progressPause is how long a bar stands before the next one is drawn.
	progressPause = 100 * time.Millisecond
	progressWidth = 30
)

func newProgress(stderr io.Writer) *progress {
	if !isTerminal(stderr) {
		return &progress{}
	}
	return &progress{out: stderr}
}

// isTerminal also says yes to other character devices; what is drawn there does no harm.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *progress) show(done, total int) {
	if p.out == nil || time.Since(p.last) < progressPause {
		return
	}
	p.last = time.Now()
	full := progressWidth * done / max(total, 1)
	fmt.Fprintf(p.out, "\r\x1b[K[%s%s] %d of %d commits", strings.Repeat("#", full), strings.Repeat(".", progressWidth-full), done, total)
}

func (p *progress) clear() {
	if p.out != nil {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

// clearLine takes a bar off a terminal.
func clearLine(stderr io.Writer) { newProgress(stderr).clear() }
