package evidence

import (
	"strconv"

	"github.com/growlint/growlint/blame/pattern"
)

// A Signal is something that a log line is understood to say.
type Signal string

// The signals. What they speak for is decided in blame/verdict.
const (
	ProcessStart   Signal = "process start"
	RollOut        Signal = "deployment"
	MemoryWarning  Signal = "memory warning"
	AllocationFail Signal = "allocation failure"
	Crash          Signal = "crash"
	SigKill        Signal = "killed"
	CgroupKill     Signal = "cgroup out of memory"
	GlobalOOM      Signal = "host out of memory"
	HostPressure   Signal = "host short of memory"
	Overload       Signal = "overload"
	FlagChange     Signal = "flag change"
	Recovery       Signal = "memory released"
	AlertFired     Signal = "alert"
	Acknowledged   Signal = "acknowledged"
	Ended          Signal = "end of incident"
)

// signals are the phrases of Python servers, the kernel, Kubernetes and people. A line may carry several. Each match holds one of the
// words, in whatever case: lines without any are not looked at.
var signals = []struct {
	signal  Signal
	words   []string
	pattern *pattern.Pattern
}{
	{ProcessStart, []string{"start", "boot", "listening"}, pattern.New(`(?i)\b(service|server|process|application|worker|container)\b.*\b(starting|started|start(ing)? up|booting)\b|^(starting|started|booting)\b|listening (on|at)|Application startup complete|Booting worker`)},
	{RollOut, []string{"deploy", "roll", "release"}, pattern.New(`(?i)\bdeploy(ment|ed|ing)\b|\broll.?out\b|\brelease\b.*\b(live|active|confirmed|complete)`)},
	{MemoryWarning, []string{"memory"}, pattern.New(`(?i)\b(high|elevated|critical|excessive)\b.*\bmemory\b|\bmemory\b.*\b(usage|pressure|threshold|watermark)\b.*(\d\s*%|high|exceed|above|warning)`)},
	{AllocationFail, []string{"alloc", "memory", "ENOMEM"}, pattern.New(`(?i)alloc(ation|ate)?\b.*\bfail|fail.*\balloc(ation|ate)|\bMemoryError\b|cannot allocate memory|\bENOMEM\b|std::bad_alloc`)},
	{Crash, []string{"crash", "exited", "terminated", "died", "killed"}, pattern.New(`(?i)\bcrash(ed|ing)?\b|\b(process|worker|container|service)\b.*\b(exited|terminated|died|killed)\b|CrashLoopBackOff`)},
	{SigKill, []string{"kill", "signal 9", "137"}, pattern.New(`(?i)\bOOMKilled\b|\bSIGKILL\b|\bsignal 9\b|exit(ed)?( with)?( code| status)?[ =:]*137\b|exit code[ =:]*137\b`)},
	{CgroupKill, []string{"out of memory", "CONSTRAINT_"}, pattern.New(`(?i)memory cgroup out of memory|constraint=CONSTRAINT_MEMCG`)},
	{GlobalOOM, []string{"global_oom", "CONSTRAINT_", "out of memory"}, pattern.New(`(?i)global_oom|constraint=CONSTRAINT_NONE|^Out of memory: Kill`)},
	{HostPressure, []string{"low on resource", "memorypressure", "memory pressure", "insufficientmemory", "system oom"}, pattern.New(`(?i)node was low on resource: memory|\bNodeHasInsufficientMemory\b|\bMemoryPressure\b.*\b(true|evict)|\bnode\b.*\bmemory pressure\b|System OOM encountered`)},
	{Overload, []string{"queue", "refused", "timeout", "timed", "time out", "too many", "backlog"}, pattern.New(`(?i)queue (is )?full|connection refused|\btimed? ?out\b|too many (open files|connections|requests)|backlog`)},
	{FlagChange, []string{"flag"}, pattern.New(`(?i)\bfeature.?flag\b|\bflag\b.*\b(enabled|disabled|turned|switched|set to|flipped)\b`)},
	{Recovery, []string{"evict", "garbage", "cache", "memory"}, pattern.New(`(?i)\bevict(ed|ing)\b.*\b(entr\w*|items?|keys?|cache|objects?)\b|\bgarbage collect|cache (cleared|pruned|trimmed)|memory (freed|released|recovered)`)},
	{AlertFired, []string{"alert", "paged"}, pattern.New(`(?i)\balert\b.*\b(firing|fired|triggered|opened)\b|\bpaged\b`)},
	{Acknowledged, []string{"acknowledged"}, pattern.New(`(?i)\backnowledged\b`)},
	{Ended, []string{"incident", "roll"}, pattern.New(`(?i)\bincident\b.*\b(resolved|closed|over|ended)\b|\broll(ed)?.?back (complete|finished|done)`)},
}

var percent = pattern.New(`(\d+(?:\.\d+)?)\s*%`)

// environmentNames finds the environment that a line says it runs in.
var environmentNames = pattern.New(`(?i)\b([a-z][a-z0-9-]*) environment\b|\benv(?:ironment)?["']?\s*[:=]\s*["']?([a-z][a-z0-9-]*)`)

// readLog says what a message is understood to say.
func readLog(level, message string) *Log {
	l := &Log{Level: level, Message: message}
	for i, s := range signals {
		if wordsOf()[i].find([]byte(message)) && s.pattern.MatchString(message) {
			l.Signals = append(l.Signals, s.signal)
		}
	}
	if m := percent.FindStringSubmatch(message); m != nil && l.Has(MemoryWarning) {
		l.Percent, _ = strconv.ParseFloat(m[1], 64) // the pattern admits only numbers
	}
	return l
}

// Environment returns the environment that a log message names, or "".
func (l *Log) Environment() string {
	m := environmentNames.FindStringSubmatch(l.Message)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// notable reports whether a line becomes a fact of its own; the others are counted with their file.
func (l *Log) notable() bool {
	switch l.Level {
	case "WARN", "ERROR", "FATAL":
		return true
	}
	return len(l.Signals) > 0
}
