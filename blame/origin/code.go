package origin

import "bytes"

// code returns the lines of a Python file without what the analysis does not read: comments and strings that stand alone. Indentation stays, and an import is
// one line, the others of it are empty. It need not understand a file that does not parse: what it leaves in is compared.
func code(src []byte) [][]byte {
	var out [][]byte
	var c coder
	for line := range bytes.Lines(src) {
		out = append(out, c.line(bytes.TrimRight(line, "\r\n")))
		if c.importAt >= 0 && c.importAt < len(out)-1 {
			whole := append(bytes.Clone(out[c.importAt]), ' ')
			out[c.importAt] = append(whole, bytes.TrimLeft(out[len(out)-1], " \t")...)
			out[len(out)-1] = nil
		}
		c.lines++
	}
	return out
}

// A coder is on its way through a file.
type coder struct {
	quote    string // that ends the string in which the next line begins
	depth    int    // of brackets that are open there
	goesOn   bool   // the line before ends with a backslash
	leaveOut bool   // the statement under way is no code
	importAt int    // the line on which the statement under way begins, where it is an import; -1
	lines    int    // gone through
}

func (c *coder) line(line []byte) []byte {
	if c.quote == "" && c.depth == 0 && !c.goesOn {
		c.leaveOut, c.importAt = standsAlone(bytes.TrimLeft(line, " \t")), -1
		if isImport(line) {
			c.importAt = c.lines
		}
	}
	end := c.scan(line)
	c.goesOn = c.quote == "" && end > 0 && line[end-1] == '\\'
	if c.leaveOut {
		return nil
	}
	return bytes.TrimRight(line[:end], " \t")
}

// isImport reports whether an import begins on a line.
func isImport(line []byte) bool {
	start := bytes.TrimLeft(line, " \t")
	return bytes.HasPrefix(start, []byte("import ")) || bytes.HasPrefix(start, []byte("from "))
}

// standsAlone reports whether a statement is a string over several lines, perhaps.
func standsAlone(start []byte) bool {
	start = bytes.TrimLeft(start, "rRuUbB")
	return bytes.HasPrefix(start, []byte(`"""`)) || bytes.HasPrefix(start, []byte("'''"))
}

// signs are what scan looks for outside of strings.
const signs = "#\"'()[]{}"

// scan goes through the strings and brackets of a line, and returns where its comment begins: its length where it has none.
func (c *coder) scan(line []byte) int {
	for i := 0; i < len(line); {
		if c.quote != "" {
			i = c.inString(line, i)
			continue
		}
		next := bytes.IndexAny(line[i:], signs)
		if next < 0 {
			break
		}
		i += next
		switch b := line[i]; b {
		case '#':
			return i
		case '"', '\'':
			c.quote = quotes[b][0]
			if triple := quotes[b][1]; bytes.HasPrefix(line[i:], []byte(triple)) {
				c.quote = triple
			}
			i += len(c.quote)
			continue
		case '(', '[', '{':
			c.depth++
		default:
			c.depth = max(c.depth-1, 0)
		}
		i++
	}
	if len(c.quote) == 1 && !bytes.HasSuffix(line, []byte(`\`)) { // does not parse
		c.quote = ""
	}
	return len(line)
}

// quotes begin and end strings: on one line, and over several.
var quotes = map[byte][2]string{'"': {`"`, `"""`}, '\'': {"'", "'''"}}

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
