package python

import "bytes"

// joinLines returns a source in which no line ends inside brackets: the line ends and comments there are blanks, so that every offset
// stays. The grammar loses its way where a line inside brackets ends with an operator and the next one is indented less than the statement;
// Python does not look at indentation there. comments are the spans of the comments that were blanked. ok is false where nothing was to be
// done, or the brackets do not match.
func joinLines(src []byte) (joined []byte, comments [][2]int, ok bool) {
	j := joiner{src: src, out: bytes.Clone(src)}
	for j.at < len(src) {
		j.step()
	}
	return j.out, j.comments, j.changed && j.depth == 0
}

type joiner struct {
	src, out []byte
	at       int
	depth    int // open brackets
	comments [][2]int
	changed  bool
}

func (j *joiner) step() {
	switch c := j.src[j.at]; c {
	case '(', '[', '{':
		j.depth++
	case ')', ']', '}':
		j.depth = max(0, j.depth-1)
	case '#':
		j.comment()
		return
	case '"', '\'':
		j.str(c)
		return
	case '\\':
		j.at++ // and what it escapes: a line end outside of brackets
	case '\n', '\r':
		if j.depth > 0 {
			j.out[j.at] = ' '
			j.changed = true
		}
	}
	j.at++
}

func (j *joiner) comment() {
	start := j.at
	for j.at < len(j.src) && j.src[j.at] != '\n' {
		j.at++
	}
	if j.depth > 0 {
		j.comments = append(j.comments, [2]int{start, j.at})
		for i := start; i < j.at; i++ {
			j.out[i] = ' '
		}
	}
}

// str passes over a string constant. A string of one line that is not closed ends with its line.
func (j *joiner) str(quote byte) {
	end := []byte{quote}
	if triple := bytes.Repeat(end, 3); bytes.HasPrefix(j.src[j.at:], triple) {
		end = triple
	}
	for j.at += len(end); j.at < len(j.src); j.at++ {
		switch {
		case j.src[j.at] == '\\':
			j.at++
		case bytes.HasPrefix(j.src[j.at:], end):
			j.at += len(end)
			return
		case len(end) == 1 && j.src[j.at] == '\n':
			return
		}
	}
}
