package evidence

import (
	"slices"
	"sync"
)

// An automaton finds any of a set of words in a line, in one pass and whatever their case (Aho and Corasick 1975). Nine lines
// of a log in ten say nothing that an incident is told from; it tells them from the others at the speed of reading.
type automaton struct {
	next [][256]int32
	hit  []bool
}

func newAutomaton(words []string) *automaton {
	a := &automaton{}
	a.node()
	for _, w := range words {
		at := int32(0)
		for i := range len(w) {
			c := lower(w[i])
			if a.next[at][c] == 0 {
				a.next[at][c] = a.node()
			}
			at = a.next[at][c]
		}
		a.hit[at] = true
	}
	a.link()
	return a
}

func (a *automaton) node() int32 {
	a.next = append(a.next, [256]int32{})
	a.hit = append(a.hit, false)
	return int32(len(a.next) - 1)
}

// link adds, breadth first, the ways back to the longest ending that begins another word.
func (a *automaton) link() {
	fail := make([]int32, len(a.next))
	queue := []int32{0}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for c := range 256 {
			to, back := a.next[at][c], int32(0)
			if at != 0 {
				back = a.next[fail[at]][c]
			}
			if to == 0 {
				a.next[at][c] = back
				continue
			}
			fail[to] = back
			a.hit[to] = a.hit[to] || a.hit[back]
			queue = append(queue, to)
		}
	}
	for at := range a.next {
		for c := byte('A'); c <= 'Z'; c++ {
			a.next[at][c] = a.next[at][lower(c)]
		}
	}
}

func (a *automaton) find(line []byte) bool {
	at := int32(0)
	for _, c := range line {
		at = a.next[at][c]
		if a.hit[at] {
			return true
		}
	}
	return false
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// telling finds the lines that may become facts: those with a word of a signal, or of a level at WARN and above, however a
// format writes levels. Like the other tables of words it is made when it is first used: most runs read no log.
var telling = sync.OnceValue(func() *automaton { return newAutomaton(slices.Concat(levelWords, signalWords())) })

var levelWords = []string{
	"warn", "err", "crit", "fatal", "panic", "emerg", "alert",
	`"level":4`, `"level":5`, `"level":6`, // pino and bunyan count levels
	`"level": 4`, `"level": 5`, `"level": 6`,
}

// wordsOf finds the words of each signal alone: a line that tells something tells one thing, and the other patterns need not look at it.
var wordsOf = sync.OnceValue(func() []*automaton {
	out := make([]*automaton, 0, len(signals))
	for _, s := range signals {
		out = append(out, newAutomaton(s.words))
	}
	return out
})

func signalWords() []string {
	var out []string
	for _, s := range signals {
		out = append(out, s.words...)
	}
	return out
}
