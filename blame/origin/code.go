package origin

import "bytes"

// code returns the lines of a Python file without what the analysis does not read: comments, strings that stand alone, imports. Indentation stays. It
// need not understand a file that does not parse: what it leaves in is compared.
func code(src []byte) [][]byte {
	var out [][]byte
	var c coder
	for line := range bytes.Lines(src) {
		out = append(out, c.line(bytes.TrimRight(line, "\r\n")))
	}
	return out
}

// A coder is on its way through a file.
type coder struct {
	quote    string // that ends the string in which the next line begins
	depth    int    // of brackets that are open there
	goesOn   bool   // the line before ends with a backslash
	leaveOut bool   // the statement under way is no code
}

func (c *coder) line(line []byte) []byte {
	if c.quote == "" && c.depth == 0 && !c.goesOn {
		start := bytes.TrimLeft(line, " \t")
		c.leaveOut = bytes.HasPrefix(start, []byte("import ")) || bytes.HasPrefix(start, []byte("from ")) || standsAlone(start)
	}
	end := c.scan(line)
	c.goesOn = c.quote == "" && end > 0 && line[end-1] == '\\'
	if c.leaveOut {
		return nil
	}
	return bytes.TrimRight(line[:end], " \t")
}

// standsAlone reports whether a statement is a string over several lines, perhaps.
func standsAlone(start []byte) bool {
	start = bytes.TrimLeft(start, "rRuUbB")
	return bytes.HasPrefix(start, []byte(`"""`)) || bytes.HasPrefix(start, []byte("'''"))
}

// scan goes through the strings and brackets of a line, and returns where its comment begins: its length where it has none.
func (c *coder) scan(line []byte) int {
	for i := 0; i < len(line); {
		switch b := line[i]; {
		case c.quote != "":
			i = c.inString(line, i)
			continue
		case b == '#':
			return i
		case b == '"' || b == '\'':
			c.quote = string(b)
			if triple := bytes.Repeat([]byte{b}, 3); bytes.HasPrefix(line[i:], triple) {
				c.quote = string(triple)
			}
			i += len(c.quote)
			continue
		case b == '(' || b == '[' || b == '{':
			c.depth++
		case b == ')' || b == ']' || b == '}':
			c.depth = max(c.depth-1, 0)
		}
		i++
	}
	if len(c.quote) == 1 && !bytes.HasSuffix(line, []byte(`\`)) { // does not parse
		c.quote = ""
	}
	return len(line)
}

// inString goes on by one character of a string, or past its end.
func (c *coder) inString(line []byte, i int) int {
	switch {
	case line[i] == '\\':
		return min(i+2, len(line))
	case bytes.HasPrefix(line[i:], []byte(c.quote)):
		i += len(c.quote)
		c.quote = ""
		return i
	}
	return i + 1
}
