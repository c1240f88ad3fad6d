package metamorph

import "bytes"

// A lineState says what stands around the start of a line.
type lineState struct {
	start, end int  // bytes, without the line end
	inString   bool // starts inside a string constant
	joined     bool // starts inside brackets or a string, or behind a backslash: its indentation means nothing
}

// states reads the lines of a source.
func states(src []byte) []lineState {
	s := scanner{src: src, out: []lineState{{}}}
	for s.at < len(src) {
		s.step()
	}
	s.out[len(s.out)-1].end = len(src)
	return s.out
}

type scanner struct {
	src   []byte
	at    int
	depth int
	out   []lineState
}

// newline notes that the byte at s.at ends a line.
func (s *scanner) newline(inString, joined bool) {
	s.out[len(s.out)-1].end = s.at
	s.out = append(s.out, lineState{start: s.at + 1, inString: inString, joined: joined || inString})
}

func (s *scanner) step() {
	switch c := s.src[s.at]; c {
	case '(', '[', '{':
		s.depth++
	case ')', ']', '}':
		s.depth--
	case '#':
		for s.at+1 < len(s.src) && s.src[s.at+1] != '\n' {
			s.at++
		}
	case '"', '\'':
		s.str(c)
		return
	case '\\':
		if s.at++; s.at < len(s.src) && s.src[s.at] == '\n' {
			s.newline(false, true)
		}
	case '\n':
		s.newline(false, s.depth > 0)
	}
	s.at++
}

func (s *scanner) str(quote byte) {
	end := []byte{quote}
	if triple := bytes.Repeat(end, 3); bytes.HasPrefix(s.src[s.at:], triple) {
		end = triple
	}
	for s.at += len(end); s.at < len(s.src); s.at++ {
		switch {
		case bytes.HasPrefix(s.src[s.at:], end):
			s.at += len(end)
			return
		case s.src[s.at] == '\\':
			if s.at++; s.at < len(s.src) && s.src[s.at] == '\n' {
				s.newline(true, true)
			}
		case s.src[s.at] == '\n':
			s.newline(true, true)
		}
	}
}
