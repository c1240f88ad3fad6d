// Package pattern holds regular expressions that are compiled when they are first used. The rooms of the incident know some hundred of them;
// compiled at start they were most of the time that a plain check takes to begin. It is not for expressions that come from outside: one that
// does not compile is a mistake of the program, found by the tests, which compile all of them at start.
package pattern

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// A Pattern is a regular expression in the syntax of package regexp. It may be used by several goroutines.
type Pattern struct {
	compiled func() *regexp.Regexp
}

// New is the pattern of an expression. The first use panics where it does not compile; under test New does.
func New(expression string) *Pattern {
	p := &Pattern{compiled: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })}
	if underTest {
		p.compiled()
	}
	return p
}

// The test binaries of the go command are called so. Package testing could tell too, but would bring its flags into the program.
var underTest = strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")

// MatchString tells whether s contains a match.
func (p *Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindString is the leftmost match in s, or "".
func (p *Pattern) FindString(s string) string { return p.compiled().FindString(s) }

// FindStringSubmatch is the leftmost match in s with its groups, or nil.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

// FindAllString is up to n matches in s, all of them where n < 0.
func (p *Pattern) FindAllString(s string, n int) []string { return p.compiled().FindAllString(s, n) }

// ReplaceAllString is s with each match replaced by the template.
func (p *Pattern) ReplaceAllString(s, template string) string {
	return p.compiled().ReplaceAllString(s, template)
}

// Match tells whether b contains a match.
func (p *Pattern) Match(b []byte) bool { return p.compiled().Match(b) }

// FindSubmatch is the leftmost match in b with its groups, or nil.
func (p *Pattern) FindSubmatch(b []byte) [][]byte { return p.compiled().FindSubmatch(b) }

// FindAllStringSubmatchIndex is the places of up to n matches in s and of their groups, all of them where n < 0.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}

// FindIndex is the place of the leftmost match in b, or nil.
func (p *Pattern) FindIndex(b []byte) []int { return p.compiled().FindIndex(b) }

// FindStringSubmatchIndex is the place of the leftmost match in s and of its groups, or nil.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}
