package library

import "strings"

// MetricVerbs are what is done to the child of a metric that labels() returns (prometheus_client, aioprometheus).
var MetricVerbs = set("inc dec set observe time info state count_exceptions track_inprogress set_to_current_time set_function")

// MetricMakers are the last names of calls that make a metric whose series are told apart by attributes (opentelemetry.metrics.Meter).
var MetricMakers = set("create_counter create_up_down_counter create_histogram create_gauge")

// MetricRecorders are the methods of such a metric, with the position of the attributes.
var MetricRecorders = map[string]int{"add": 1, "record": 1, "set": 1}

// IsMetric reports whether something from outside is a metric with labels.
func IsMetric(dotted string) bool {
	return strings.HasPrefix(dotted, "prometheus_client.") || strings.HasPrefix(dotted, "prometheus_async.") || strings.HasPrefix(dotted, "aioprometheus.")
}

// endless are words, and pairs of words, at the end of a name that tell users, requests or objects apart.
var endless = set("uuid guid uid userid username email ip addr peername sid token query sql phone traceback jid fingerprint user_id session_id request_id task_id job_id run_id message_id msg_id trace_id " +
	"correlation_id order_id device_id connection_id customer_id chat_id session_key user_name ip_address remote_address client_address user_agent user_email file_path execution_id transaction_id")

var identifying = set("id ids path url uri user session request filename pid address key")

var closedLabels = set("type kind status code method template route endpoint handler view name version level reason error exception class env environment region zone mode operation action app service queue topic worker host hostname model backend provider")

// An Openness says how much the name of a label, or of what it is set to, says of how many values it takes.
type Openness uint8

// What a name says, from few values to one for each user, request or object.
const (
	LabelSilent Openness = iota
	LabelFew
	LabelSome // it identifies something, of which there may be few
	LabelMany
)

// LabelName reads the name of a label. It is stricter than NameDomain: the labels of a metric are few by habit.
func LabelName(name string) Openness {
	words := Words(name)
	if len(words) == 0 {
		return LabelSilent
	}
	last := words[len(words)-1]
	switch {
	case endless[last], len(words) > 1 && endless[words[len(words)-2]+"_"+last]:
		return LabelMany
	case identifying[last]:
		return LabelSome
	case closedLabels[last]:
		return LabelFew
	}
	return LabelSilent
}

var routeParts = []string{".url_rule", ".endpoint", ".method", ".scope", ".resolver_match", ".match_info.route", ".blueprint", ".scheme", ".matched_route", ".status"}

// RoutePart reports whether a part of a request is one of what the application defines, such as the template of its route, and not what the client sends.
func RoutePart(dotted string) bool {
	for _, part := range routeParts {
		if strings.Contains(dotted, part) {
			return true
		}
	}
	return false
}
