// Package report puts results into words: findings, scans and post-mortems as text, Markdown, HTML and JSON, one file a format. What comes from
// outside is escaped in one place, escape.go. It decides nothing: it finds no leak, names no commit and weighs no evidence.
package report
