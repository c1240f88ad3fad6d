package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// JSON lines: one object a line. The names that loggers use for time, level and message, in the order in which they are tried.
var (
	timeKeys    = []string{"time", "timestamp", "@timestamp", "ts", "asctime", "date"}
	levelKeys   = []string{"level", "severity", "levelname", "lvl", "log.level"}
	messageKeys = []string{"msg", "message", "event", "log", "error"}
)

func sniffJSONLines(data []byte) bool {
	for i, line := range bytes.SplitN(data[:min(len(data), 256<<10)], []byte("\n"), 10) {
		var obj map[string]any
		if i < 9 && json.Unmarshal(line, &obj) == nil && text(obj, timeKeys) != "" {
			return true
		}
	}
	return false
}

func readJSONLines(in input) (*output, error) {
	out := &output{}
	var records []record
	for i, line := range bytes.Split(in.data, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		rec, ok, err := jsonRecord(in, line, i+1)
		if err != nil {
			return nil, err
		}
		if !ok {
			out.miss(i + 1)
			continue
		}
		records = append(records, rec)
	}
	return logOutput(in, out, records)
}

// jsonRecord reads one line. Broken JSON in a file of JSON lines is an error of the input: it says that the file is
// damaged. An object without a time is not; it is counted.
func jsonRecord(in input, line []byte, number int) (record, bool, error) {
	var obj map[string]any
	if err := json.Unmarshal(line, &obj); err != nil {
		if !bytes.HasPrefix(bytes.TrimSpace(line), []byte("{")) {
			return record{}, false, nil // text between the objects: counted as unparsed
		}
		return record{}, false, fmt.Errorf("%s:%d: broken JSON: %w; export the file again or cut the line out", in.path, number, err)
	}
	t, err := parseTime(text(obj, timeKeys), in.location)
	if err != nil {
		return record{}, false, nil
	}
	message := text(obj, messageKeys)
	for _, k := range []string{"exception", "exc_info", "stack", "reason", "exit_code"} {
		if s := text(obj, []string{k}); s != "" {
			message += " " + strings.ReplaceAll(k, "_", " ") + "=" + s
		}
	}
	return record{line: number, at: in.moved(t), level: normalLevel(text(obj, levelKeys)), message: message}, true, nil
}

// text returns the first of the keys that holds a string or a number.
func text(obj map[string]any, keys []string) string {
	for _, k := range keys {
		switch v := obj[k].(type) {
		case string:
			return v
		case float64:
			return strings.TrimSuffix(fmt.Sprintf("%.6f", v), ".000000")
		}
	}
	return ""
}
