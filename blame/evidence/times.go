package evidence

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// timeLayouts without a zone are read in the manifest's time zone.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z0700",
	"2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05 Z0700 MST", "2006-01-02 15:04:05 MST",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006/01/02 15:04:05", "02/Jan/2006:15:04:05 Z0700", time.RFC1123Z, time.RFC1123,
}

// parseTime reads RFC 3339, the usual variants of it, and seconds, milliseconds, microseconds or nanoseconds since 1970.
func parseTime(s string, loc *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return unixCount(n), nil
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(v) && math.Abs(v) < 1e19 {
		return unixTime(v), nil
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%.60q is no time; use RFC 3339, such as 2026-02-12T11:14:58Z", s)
}

// The magnitudes at which a count since 1970 is no longer seconds, milliseconds, microseconds: seconds reach the first in the
// year 5138, milliseconds lie above it since 1973, and so on.
const (
	beyondSeconds = 1e11
	beyondMillis  = 1e14
	beyondMicros  = 1e17
)

// unixCount reads a whole number without loss of precision.
func unixCount(n int64) time.Time {
	switch a := math.Abs(float64(n)); {
	case a <= beyondSeconds:
		return time.Unix(n, 0).UTC()
	case a <= beyondMillis:
		return time.UnixMilli(n).UTC()
	case a <= beyondMicros:
		return time.UnixMicro(n).UTC()
	default:
		return time.Unix(0, n).UTC()
	}
}

// unixTime reads a number with a fraction, to the millisecond.
func unixTime(v float64) time.Time {
	for a := math.Abs(v); a > beyondSeconds; a /= 1000 {
		v /= 1000
	}
	return unixSeconds(v)
}

// unixSeconds reads seconds, whatever their size, for formats that define them.
func unixSeconds(v float64) time.Time {
	sec, frac := math.Modf(v)
	return time.Unix(int64(sec), int64(math.Round(frac*1e3))*int64(time.Millisecond)).UTC()
}
