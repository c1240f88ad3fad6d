package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// JSON lines: one object a line. The names that loggers use for time, level and message, in the order in which they are tried.
var (
	timeKeys    = []string{"time", "timestamp", "@timestamp", "ts", "asctime", "date"}
	levelKeys   = []string{"level", "severity", "levelname", "lvl", "log.level"}
	messageKeys = []string{"msg", "message", "event", "log", "error"}
	podKeys     = []string{"pod", "pod_name", "kubernetes.pod_name", "hostname"}
)

func sniffJSONLines(h *head) bool {
	return h.lines(9, func(line []byte) bool {
		var obj map[string]any
		return isJSONLine(line) && json.Unmarshal(line, &obj) == nil && text(obj, timeKeys) != ""
	})
}

func readJSONLines(in input) (*output, error) {
	return readLines(in, lineFormat{begins: beginsJSON, parse: parseJSON, plain: plainJSON, whole: true})
}

func beginsJSON(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return len(line) > 0 && line[0] == '{'
}

// plainJSON accepts, unread, what is valid JSON and names a time somewhere.
func plainJSON(line []byte) bool { return json.Valid(line) && timeNames().find(line) }

var timeNames = sync.OnceValue(func() *automaton {
	return newAutomaton(quotedNames(timeKeys))
})

func quotedNames(keys []string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, `"`+k+`"`)
	}
	return out
}

// parseJSON reads one line. Broken JSON in a file of JSON lines is an error of the input: it says that the file is
// damaged. An object without a time is not; it is counted.
func parseJSON(in input, r *record) (bool, error) {
	var obj map[string]any
	if err := json.Unmarshal(r.raw, &obj); err != nil {
		return false, fmt.Errorf("%s:%d: broken JSON: %w; export the file again or cut the line out", in.path, r.line, err)
	}
	t, err := parseTime(text(obj, timeKeys), in.location)
	if err != nil {
		return false, nil
	}
	r.at = in.moved(t)
	fromObject(r, obj)
	return true, nil
}

// jsonFields reads level and message of an object that has its time from elsewhere.
func jsonFields(r *record) bool {
	var obj map[string]any
	if json.Unmarshal(r.raw, &obj) != nil || text(obj, messageKeys) == "" {
		return false
	}
	fromObject(r, obj)
	return true
}

func fromObject(r *record, obj map[string]any) {
	r.message = text(obj, messageKeys)
	for _, k := range []string{"error", "err", "exception", "exc_info", "stack", "reason", "exit_code"} {
		if s := text(obj, []string{k}); s != "" && s != r.message {
			r.message += " " + strings.ReplaceAll(k, "_", " ") + "=" + s
		}
	}
	r.level = normalLevel(text(obj, levelKeys))
	if r.pod == "" {
		r.pod = text(obj, podKeys)
		if k, ok := obj["kubernetes"].(map[string]any); ok {
			r.pod = text(k, podKeys)
		}
	}
}

// text returns the first of the keys that holds a string or a number.
func text(obj map[string]any, keys []string) string {
	for _, k := range keys {
		switch v := obj[k].(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return ""
}
