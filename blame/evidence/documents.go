package evidence

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// decode reads a JSON document into a value of T.
func decode[T any](in input) (T, error) {
	var out T
	data, err := in.document()
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(trimBOM(data), &out); err != nil {
		return out, jsonError(in, data, err)
	}
	return out, nil
}

func trimBOM(data []byte) []byte { return []byte(strings.TrimPrefix(string(data), "\ufeff")) }

// note makes the fact of something that a platform recorded: it reads like a log line and has a place in a document.
func (in input) note(kind, pointer string, at time.Time, level, message string, signals ...Signal) Fact {
	if !at.IsZero() {
		at = in.moved(at)
	}
	l := readLog(level, message)
	for _, s := range signals {
		if !l.Has(s) {
			l.Signals = append(l.Signals, s)
		}
	}
	l.Message = excerpt(message)
	return Fact{
		Kind: kind, Path: in.path, Pointer: pointer, At: at, Text: strings.TrimSpace(level + " " + l.Message),
		Transformation: in.transformation(), Log: l,
	}
}

// deployed makes the fact of a deployment record.
func (in input) deployed(pointer, words string, d Deployment, done ...string) Fact {
	if !d.At.IsZero() {
		d.At = in.moved(d.At)
	}
	return Fact{
		Kind: "deployment", Path: in.path, Pointer: pointer, At: d.At, Text: excerpt(words), Transformation: in.transformation(done...), Deployment: &d,
	}
}

// concerns reports whether a name is the service's, as platforms derive names from it: api-gateway, api-gateway-7d9f6b5c4-x2k8p.
func (in input) concerns(name string) bool {
	return in.service != "" && (name == in.service || strings.HasPrefix(name, in.service+"-") || strings.HasPrefix(name, in.service+"_"))
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

func counted(out *output) *output {
	out.records += len(out.facts)
	out.notable = len(out.facts)
	return out
}

// emptyDocument is the error of a document in which nothing of its kind stands.
func emptyDocument(in input, what string) error {
	return fmt.Errorf("%s:1: no %s in it; export it again, or take the file out of the manifest", in.path, what)
}
