package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// The systemd journal as `journalctl -o json` prints it, one object a line. MESSAGE is a string; null where it was too large to
// print; an array of bytes where it is no UTF-8; or an array of those where the field occurs more than once. PRIORITY is syslog's number.
// https://systemd.io/JOURNAL_EXPORT_FORMATS/

func sniffJournal(h *head) bool { return h.has("/__REALTIME_TIMESTAMP") }

func readJournal(in input) (*output, error) {
	return readLines(in, lineFormat{begins: beginsJSON, parse: parseJournal, plain: quietJournal, whole: true})
}

var journalQuiet = sync.OnceValue(func() *automaton {
	return newAutomaton([]string{`"priority":"5"`, `"priority":"6"`, `"priority":"7"`, `"priority" : "5"`, `"priority" : "6"`, `"priority" : "7"`})
})

// quietJournal accepts, unread, entries at NOTICE and below whose message is text.
func quietJournal(line []byte) bool {
	return journalQuiet().find(line) && !bytes.Contains(line, []byte(`"MESSAGE":[`)) && !bytes.Contains(line, []byte(`"MESSAGE" : [`)) && json.Valid(line)
}

func parseJournal(in input, r *record) (bool, error) {
	var obj map[string]json.RawMessage
	if err := json.Unmarshal(r.raw, &obj); err != nil {
		return false, fmt.Errorf("%s:%d: broken JSON: %w; export the file again or cut the line out", in.path, r.line, err)
	}
	message, ok := journalText(obj["MESSAGE"])
	if !ok {
		return false, nil // null: the entry is there, and what it said is not
	}
	stamp, _ := journalText(obj["__REALTIME_TIMESTAMP"])
	priority, _ := journalText(obj["PRIORITY"])
	return journalRecord(in, r, stamp, priority, message), nil
}

// journalRecord fills r from the fields of an entry; false where it has no time.
func journalRecord(in input, r *record, stamp, priority, message string) bool {
	micros, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	r.at, r.message, r.level = in.moved(time.UnixMicro(micros)), message, syslogLevel(priority)
	nested(in, r)
	return true
}

// journalText reads a field in any of its forms.
func journalText(data json.RawMessage) (string, bool) {
	var s string
	if len(data) == 0 || bytes.Equal(data, []byte("null")) {
		return "", false
	}
	if json.Unmarshal(data, &s) == nil {
		return s, true
	}
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil || len(list) == 0 {
		return "", false
	}
	if b, ok := journalBytes(list); ok {
		return b, true
	}
	var out []byte
	for _, item := range list {
		if s, ok := journalText(item); ok {
			if len(out) > 0 {
				out = append(out, '\n')
			}
			out = append(out, s...)
		}
	}
	return string(out), len(out) > 0
}

func journalBytes(list []json.RawMessage) (string, bool) {
	out := make([]byte, 0, len(list))
	for _, item := range list {
		n, err := strconv.ParseUint(string(item), 10, 8)
		if err != nil {
			return "", false
		}
		out = append(out, byte(n))
	}
	return string(bytes.ToValidUTF8(out, []byte("\ufffd"))), true
}

// syslogLevel reads the numbers of RFC 5424.
func syslogLevel(priority string) string {
	switch priority {
	case "0", "1", "2":
		return "FATAL"
	case "3":
		return "ERROR"
	case "4":
		return "WARN"
	case "":
		return ""
	default:
		return "INFO"
	}
}
