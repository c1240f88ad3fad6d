package evidence

import (
	"fmt"
	"strconv"
	"time"

	"github.com/growlint/growlint/blame/pattern"
)

// klog, as Kubernetes' components write it: Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg. It names no year and no zone: the year is the
// one that puts the line closest to the incident, the zone is the manifest's.
// https://github.com/kubernetes/klog/blob/main/klog.go

var klogLine = pattern.New(`(?s)^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{6})\s+\d+ [^ ]+:\d+\] ?(.*)$`)

var klogLevels = map[string]string{"I": "INFO", "W": "WARN", "E": "ERROR", "F": "FATAL"}

func sniffKlog(h *head) bool { return h.lines(20, klogLine.Match) }

func readKlog(in input) (*output, error) {
	if in.around.IsZero() {
		return nil, fmt.Errorf("%s:1: klog names no year, and the manifest no window and no roll-out to tell it from; add window: {from: …, to: …}", in.path)
	}
	return readLines(in, lineFormat{
		begins: func(line []byte) bool { return len(line) > 20 && line[5] == ' ' && klogLine.Match(line) },
		parse:  parseKlog,
		plain:  func(line []byte) bool { return line[0] == 'I' },
	})
}

func parseKlog(in input, r *record) (bool, error) {
	m := klogLine.FindStringSubmatch(string(r.raw))
	if m == nil {
		return false, nil
	}
	var n [6]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+2]) // the pattern admits digits alone
	}
	if n[0] < 1 || n[0] > 12 || n[1] < 1 || n[1] > 31 {
		return false, nil
	}
	r.at = in.moved(nearestYear(in, n))
	r.level, r.message = klogLevels[m[1]], m[8]
	r.said = "year and zone from the manifest"
	return true, nil
}

// nearestYear is month, day, hour, minute, second and microsecond in the year in which they lie closest to the incident: around New
// Year that is not always the incident's own.
func nearestYear(in input, n [6]int) time.Time {
	var best time.Time
	for _, year := range []int{in.around.Year() - 1, in.around.Year(), in.around.Year() + 1} {
		t := time.Date(year, time.Month(n[0]), n[1], n[2], n[3], n[4], n[5]*1000, in.location)
		if best.IsZero() || t.Sub(in.around).Abs() < best.Sub(in.around).Abs() {
			best = t
		}
	}
	return best
}
