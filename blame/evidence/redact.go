package evidence

import "github.com/growlint/growlint/blame/pattern"

// secrets are replaced in everything that is quoted. Each pattern keeps what tells the reader what stood there.
// Broad on purpose: a post-mortem is passed around, and a wrongly hidden word costs less than a leaked token.
var secrets = []struct {
	pattern *pattern.Pattern
	with    string
}{
	{pattern.New(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`), "[redacted: private key]"},
	{pattern.New(`(?i)\b((?:set-)?cookie["']?\s*[:=]\s*).+`), "${1}[redacted: cookie]"},
	{pattern.New(`(?i)\b(authorization["']?\s*[:=]\s*["']?)(?:basic|bearer|digest|token)?\s*[^\s"',\[]+`), "${1}[redacted: credentials]"},
	{pattern.New(`(?i)\b(bearer\s+)[a-z0-9._~+/=-]{8,}`), "${1}[redacted: token]"},
	{pattern.New(`\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*`), "[redacted: token]"},
	{pattern.New(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`), "[redacted: key]"},
	{pattern.New(`\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{16,}|sk_live_[A-Za-z0-9]{10,})`), "[redacted: token]"},
	{pattern.New(`(?i)((?:[a-z0-9_-]*(?:password|passwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|token|session[_-]?id|csrf)|\bpwd)["']?\s*(?:=|:)\s*)("[^"]*"|'[^']*'|[^\s,;&"'\[}]+)`), "${1}[redacted: secret]"},
	{pattern.New(`\b([a-z][a-z0-9+.-]*://)[^\s/@:]*:[^\s/@]+@`), "${1}[redacted: credentials]@"},
	{pattern.New(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`), "[redacted: mail address]"},
}

// Redact hides tokens, passwords, keys, cookies and mail addresses in a text that is about to be quoted.
func Redact(s string) string {
	for _, r := range secrets {
		s = r.pattern.ReplaceAllString(s, r.with)
	}
	return s
}
