// Package unboundedlabels is a rule about the labels of metrics.
//
// # Rule unboundedlabels
//
// unboundedlabels: a metric is labelled with values from an open domain
//
// # What it does
//
// Reports `metric.labels(…)` of prometheus_client and its likes, and the attributes of OpenTelemetry instruments, where the value of a label comes from
// an open domain: a user's or a request's id, a path, a URL, an address. The metric may be a module variable, an attribute, or kept in an
// application under a key.
//
// # Why is this bad
//
// A metric keeps a series for each set of label values that it has ever seen; nothing removes one. A histogram multiplies each by its
// buckets. The process grows, each scrape gets slower, and so does the server that stores the series.
//
// # Example
//
//	LATENCY.labels(request.method, request.path).observe(seconds)
//
// # Use instead
//
//	LATENCY.labels(request.method, request.url_rule.rule).observe(seconds)
//
// The route template in place of the path; for what belongs to one user or request a log line or a trace, not a label. Where a series must end
// with its object, `metric.remove(…)`.
//
// # When to ignore it
//
// Where the values are few in fact: `# growlint: ignore[unboundedlabels] one series a configured camera`.
//
// # Options
//
// None.
//
// # References
//
//   - https://prometheus.io/docs/practices/naming/#labels
//   - https://prometheus.io/docs/practices/instrumentation/#do-not-overuse-labels
package unboundedlabels
