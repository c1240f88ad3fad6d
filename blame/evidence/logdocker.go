package evidence

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Docker's json-file driver: {"log":"…\n","stream":"stdout","time":"…"}, one object a line. A line of the service that is longer than
// 16 KiB comes in pieces, of which only the last ends with a line feed.
// https://docs.docker.com/engine/logging/drivers/json-file/

type dockerLine struct {
	Log    *string   `json:"log"`
	Stream string    `json:"stream"`
	Time   time.Time `json:"time"`
}

func sniffDocker(h *head) bool { return h.has("/log", "/stream", "/time") }

func readDocker(in input) (*output, error) {
	return readPieces(in, func(number int, line []byte) (piece, bool, error) {
		var d dockerLine
		if err := json.Unmarshal(line, &d); err != nil {
			return piece{}, false, fmt.Errorf("%s:%d: broken JSON: %w; export the file again or cut the line out", in.path, number, err)
		}
		if d.Log == nil || d.Time.IsZero() {
			return piece{}, false, nil
		}
		text, ended := strings.CutSuffix(*d.Log, "\n")
		return piece{at: d.Time, stream: d.Stream, text: text, partial: !ended}, true, nil
	})
}
