package evidence

import (
	"bytes"
	"encoding/json"
)

// A head is the beginning of a file, as its format is recognised by.
type head struct {
	data  []byte
	shape map[string]bool
}

func newHead(data []byte) *head {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return &head{data: data, shape: shapeOf(data)}
}

// has reports whether the JSON document has each of the paths, such as "/data/resultType" or "[]/metric", where [] is any
// element of an array, or the value of a string there: "/items[]/kind=Pod".
func (h *head) has(paths ...string) bool {
	for _, p := range paths {
		if !h.shape[p] {
			return false
		}
	}
	return true
}

// lines calls f with the first n lines until it returns true, and reports whether it did. A line that the head cuts off is
// looked at only where there is no other.
func (h *head) lines(n int, f func(line []byte) bool) bool {
	rest := h.data
	for i := range n {
		line, after, more := bytes.Cut(rest, []byte("\n"))
		if !more && i > 0 && len(h.data) >= headSize {
			return false
		}
		if f(bytes.TrimRight(line, "\r")) {
			return true
		}
		if !more {
			return false
		}
		rest = after
	}
	return false
}

// The shape is looked at down to this depth, and short strings alone are values worth knowing.
const (
	shapeDepth = 5
	shapeValue = 40
)

// shapeOf collects the paths of the first JSON document in data, as far as it is whole.
func shapeOf(data []byte) map[string]bool {
	shape := map[string]bool{}
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' {
		return shape
	}
	dec := json.NewDecoder(bytes.NewReader(trimmed))
	dec.UseNumber()
	_ = walkShape(dec, "", 0, shape) // the head may end in the middle: what was seen until then counts
	return shape
}

func walkShape(dec *json.Decoder, path string, depth int, shape map[string]bool) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	if s, ok := token.(string); ok && len(s) <= shapeValue && depth <= shapeDepth {
		shape[path+"="+s] = true
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	for dec.More() {
		inner := path + "[]"
		if delim == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			inner = path + "/" + key.(string) // inside an object the decoder yields keys, which are strings
		}
		if depth < shapeDepth {
			shape[inner] = true
		}
		if err := walkShape(dec, inner, depth+1, shape); err != nil {
			return err
		}
	}
	_, err = dec.Token() // the closing delimiter
	return err
}
