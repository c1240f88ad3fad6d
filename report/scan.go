package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/analyzers/finding"
)

// Scan is what a scan of a range found, as `--format json` prints it: the findings of a check, with `range` in place of `revision`.
type Scan struct {
	Version  int               `json:"version"`
	Tool     Tool              `json:"tool"`
	Range    ScanRange         `json:"range"`
	Findings []finding.Finding `json:"findings"`
	Skipped  []finding.Skip    `json:"skipped"`
	Summary  finding.Summary   `json:"summary"`
}

// ScanRange says which commits were looked at.
type ScanRange struct {
	From    string   `json:"from"` // "" where the range reaches back to the beginning
	To      string   `json:"to"`
	Commits int      `json:"commits"`
	Limits  []string `json:"limits"` // what keeps the repository from telling its whole history
	// Deployed says which deployments the ends of the range are, where records of deployments chose them.
	Deployed *Deployed `json:"deployed,omitempty"`
}

// Deployed is a deployment against the one before it, and the proof of how they stand to each other.
type Deployed struct {
	Now      Deployment `json:"now"`
	Before   Deployment `json:"before"`
	Relation string     `json:"relation"` // same, ahead, behind, diverged, unrelated
	Base     string     `json:"base"`     // the best common ancestor; "" where there is none
	Gained   int        `json:"gained"`   // commits that only the later one has
	Lost     int        `json:"lost"`     // commits that only the earlier one has
	Picked   []Pick     `json:"picked"`   // of the gained, those whose change the earlier one has under another name
	NotLive  []NotLive  `json:"not_live"` // records of the same environment that are no deployments
}

// A NotLive is the record of a deployment that failed, or is not known to have become live.
type NotLive struct {
	Name   string `json:"name"`
	Record string `json:"record"`
	Why    string `json:"why"`
}

// A Deployment is one record.
type Deployment struct {
	Revision    string `json:"revision"` // as the record has it
	Version     string `json:"version"`
	Environment string `json:"environment"`
	At          string `json:"at"` // when it was live, RFC 3339
	Record      string `json:"record"`
	Commit      string `json:"commit"`
	Moved       string `json:"moved,omitempty"` // the commit that the tag of this version names today, where it is another
}

// A Pick is one change under two names.
type Pick struct {
	Commit string `json:"commit"`
	Same   string `json:"same"`
}

var relationWords = map[string]string{
	"same":      "the same commit",
	"ahead":     "the one before lies in its past",
	"behind":    "it went back: it lies in the past of the one before",
	"diverged":  "each has commits that the other lacks",
	"unrelated": "the two have no commit in common",
}

// maxNotLive bounds the records that are printed as left out; the JSON has all of them.
const maxNotLive = 5

func deployedText(out *bytes.Buffer, d *Deployed) {
	if d == nil {
		return
	}
	line := func(what string, x Deployment) {
		name := cmp.Or(x.Version, x.Revision)
		fmt.Fprintf(out, "%-8s %s = commit %s, live since %s (%s)\n", what, Terminal(name), shortHash(x.Commit), Terminal(x.At), Terminal(x.Record))
		if x.Moved != "" {
			fmt.Fprintf(out, "         the tag %s names commit %s today: it was moved, and the record holds\n", Terminal(name), shortHash(x.Moved))
		}
	}
	line("deployed", d.Now)
	line("before", d.Before)
	fmt.Fprintf(out, "         %s; %s gained, %s lost\n", relationWords[d.Relation], plural(d.Gained, "commit"), plural(d.Lost, "commit"))
	for _, p := range d.Picked {
		fmt.Fprintf(out, "         %s is %s under another name: it ran before\n", shortHash(p.Commit), shortHash(p.Same))
	}
	for i, n := range d.NotLive {
		if more := len(d.NotLive) - i; i == maxNotLive && more > 1 {
			fmt.Fprintf(out, "         left out %s that were not live\n", plural(more, "more record"))
			break
		}
		fmt.Fprintf(out, "         left out %s (%s): %s\n", Terminal(n.Name), Terminal(n.Record), Terminal(n.Why))
	}
}

// ScanJSON writes a scan as JSON. Lists are never null.
func ScanJSON(w io.Writer, s Scan) error {
	s.Version = finding.Version
	if s.Findings == nil {
		s.Findings = []finding.Finding{}
	}
	if s.Skipped == nil {
		s.Skipped = []finding.Skip{}
	}
	if s.Range.Limits == nil {
		s.Range.Limits = []string{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(s)
}

// An event is one end of a finding: it became true, or ceased to be.
type event struct {
	at      finding.Transition
	finding *finding.Finding
	ended   bool
}

// ScanText writes a scan for a reader at a terminal: commit by commit, the oldest first, what each brought and what it ended.
func ScanText(w io.Writer, s Scan) error {
	var out bytes.Buffer
	deployedText(&out, s.Range.Deployed)
	dated, undated := scanEvents(s.Findings)
	for i, e := range dated {
		if i == 0 || dated[i-1].at.Commit != e.at.Commit {
			writeCommit(&out, e.at)
		}
		writeEvent(&out, e)
	}
	for i, e := range undated {
		if i == 0 {
			out.WriteString("not told by the history\n")
		}
		writeEvent(&out, e)
	}
	for _, skip := range s.Skipped {
		fmt.Fprintf(&out, "skipped %s: %s\n", Terminal(skip.Path), Terminal(skip.Why))
	}
	for _, limit := range s.Range.Limits {
		fmt.Fprintf(&out, "note: %s\n", Terminal(limit))
	}
	if left := leftOutWords(s.Summary); left != "" {
		fmt.Fprintf(&out, "left out at the end of the range: %s\n", left)
	}
	out.WriteString(scanTotals(s))
	_, err := w.Write(out.Bytes())
	return err
}

// scanEvents parts what a commit answers for from what none does.
func scanEvents(fs []finding.Finding) (dated, undated []event) {
	for i := range fs {
		f := &fs[i]
		e := event{at: f.Introduced, finding: f}
		switch {
		case f.Introduced.Status == finding.Found:
			dated = append(dated, e)
		case f.Ended == nil:
			undated = append(undated, e)
		}
		if f.Ended == nil {
			continue
		}
		if end := (event{at: *f.Ended, finding: f, ended: true}); f.Ended.Status == finding.Found {
			dated = append(dated, end)
		} else {
			undated = append(undated, end)
		}
	}
	slices.SortStableFunc(dated, func(a, b event) int {
		return cmp.Or(dateOf(a.at).Compare(dateOf(b.at)), cmp.Compare(a.at.Commit, b.at.Commit))
	})
	return dated, undated
}

func dateOf(t finding.Transition) time.Time {
	at, _ := time.Parse(time.RFC3339, t.Date) // written by origin; a zero time only sorts first
	return at
}

func writeCommit(out *bytes.Buffer, t finding.Transition) {
	day, _, _ := strings.Cut(t.Date, "T")
	fmt.Fprintf(out, "commit %s  %s  %s\n  %s\n", shortHash(t.Commit), Terminal(t.Author), day, Terminal(t.Subject))
}

func writeEvent(out *bytes.Buffer, e event) {
	f := e.finding
	what := string(f.Level)
	if e.ended {
		what = "ended"
	}
	if f.Suppressed != nil {
		what += " (suppressed)"
	}
	fmt.Fprintf(out, "    %s  %s:%d  %s  [%s, %.0f %%]\n", what, Terminal(f.Path), f.Line, Terminal(f.Symbol), Terminal(f.Rule), 100*f.Confidence)
	if why := cmp.Or(e.at.Why, e.at.Change); why != "" {
		fmt.Fprintf(out, "      %s\n", Terminal(why))
	}
	if !e.ended {
		fmt.Fprintf(out, "      %s\n", Terminal(f.Message))
		for _, c := range e.at.Contributors {
			fmt.Fprintf(out, "      with %s %q: %s\n", shortHash(c.Commit), Terminal(c.Subject), Terminal(c.Change))
		}
	}
	if e.ended {
		fmt.Fprintf(out, "      %s\n", Terminal(since(f.Introduced)))
	}
}

func since(t finding.Transition) string {
	if t.Status == finding.Found {
		return "true since " + shortHash(t.Commit)
	}
	return t.Why
}

func scanTotals(s Scan) string {
	began, ended, untold := 0, 0, 0
	for _, f := range s.Findings {
		switch {
		case f.Introduced.Status == finding.Found:
			began++
		case f.Ended == nil:
			untold++
		}
		if f.Ended != nil {
			ended++
		}
	}
	span := shortHash(s.Range.From) + ".." + shortHash(s.Range.To)
	if s.Range.From == "" {
		span = "the history of " + shortHash(s.Range.To)
	}
	return fmt.Sprintf("%s in %s: %d became true, %d ended, %d without a commit to name\n", plural(s.Range.Commits, "commit"), span, began, ended, untold)
}

func shortHash(hash string) string { return Terminal(hash[:min(len(hash), 12)]) }
