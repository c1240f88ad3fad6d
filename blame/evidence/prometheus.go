package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// The answer of Prometheus' HTTP API to query_range, and the bare matrix that `promtool query range -o json` prints.
// https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
type promEnvelope struct {
	Status string `json:"status"`
	Error  string `json:"error"`
	Data   *struct {
		ResultType string       `json:"resultType"`
		Result     []promSeries `json:"result"`
	} `json:"data"`
}

type promSeries struct {
	Metric map[string]string `json:"metric"`
	Values []promPair        `json:"values"`
}

// A promPair is [seconds, "value"]: the value is a string so that NaN and +Inf survive JSON.
type promPair struct {
	seconds float64
	value   float64
}

func (p *promPair) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil || len(raw) != 2 {
		return fmt.Errorf("a sample must be [seconds, \"value\"], not %.40s", data)
	}
	if err := json.Unmarshal(raw[0], &p.seconds); err != nil {
		return fmt.Errorf("the time of a sample must be a number of seconds, not %.40s", raw[0])
	}
	var text string
	if err := json.Unmarshal(raw[1], &text); err != nil {
		text = string(raw[1])
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf("the value of a sample must be a number in a string, not %.40s", raw[1])
	}
	p.value = v
	return nil
}

func (p promPair) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]any{p.seconds, strconv.FormatFloat(p.value, 'f', -1, 64)})
}

// promCap is the number of points at which Prometheus refuses, and tools that split queries cut.
const promCap = 11000

func sniffPrometheus(h *head) bool {
	return h.has("/data/resultType") || h.has("[]/metric", "[]/values") || h.has("/status=error") || string(bytes.TrimSpace(h.data)) == "[]"
}

func readPrometheus(in input) (*output, error) {
	data, err := in.document()
	if err != nil {
		return nil, err
	}
	series, prefix, err := decodeProm(in, data)
	if err != nil {
		return nil, err
	}
	out := &output{}
	for i, s := range series {
		name := s.Metric["__name__"]
		delete(s.Metric, "__name__")
		if name == "" {
			name = in.source.Query
		}
		samples := make([]Sample, 0, len(s.Values))
		for _, v := range s.Values {
			samples = append(samples, Sample{At: in.moved(unixTime(v.seconds)), Value: v.value})
		}
		if len(samples) >= promCap {
			out.note = fmt.Sprintf("a series has %d points: Prometheus caps an answer at %d, the end may be cut off", len(samples), promCap)
		}
		f, err := newSeries(in, name, s.Metric, samples)
		if err != nil {
			return nil, fmt.Errorf("%s: series %d: %w", in.path, i, err)
		}
		f.Pointer = fmt.Sprintf("%s/%d", prefix, i)
		out.facts = append(out.facts, f)
	}
	if len(out.facts) == 0 {
		out.note = "the query had no result"
	}
	for _, f := range out.facts {
		out.records += len(f.Series.Samples)
	}
	return out, nil
}

func decodeProm(in input, data []byte) (series []promSeries, pointer string, err error) {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		if err := json.Unmarshal(data, &series); err != nil {
			return nil, "", jsonError(in, data, err)
		}
		return series, "", nil
	}
	var env promEnvelope
	if err := json.Unmarshal(data, &env); err != nil {
		return nil, "", jsonError(in, data, err)
	}
	if env.Status == "error" {
		return nil, "", fmt.Errorf("%s:1: Prometheus answered with an error: %s; repeat the query", in.path, Redact(env.Error))
	}
	if env.Data == nil {
		return nil, "", fmt.Errorf("%s:1: no \"data\" in it; save the whole answer of /api/v1/query_range", in.path)
	}
	if env.Data.ResultType != "matrix" {
		return nil, "", fmt.Errorf("%s:1: resultType is %q; a series needs query_range, which answers with a matrix", in.path, env.Data.ResultType)
	}
	return env.Data.Result, "/data/result", nil
}

// jsonError says file, line, what and what to do.
func jsonError(in input, data []byte, err error) error {
	line := 1
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		line = lineOf(data, syntax.Offset)
	case errors.As(err, &typ):
		line = lineOf(data, typ.Offset)
	}
	return fmt.Errorf("%s:%d: broken JSON: %w; export the file again", in.path, line, err)
}
