package evidence

import (
	"time"

	"github.com/growlint/growlint/blame/pattern"
)

// The log of the Container Runtime Interface, as containerd and CRI-O write it: time, stream, a tag (F for a whole line, P for a part of
// one that the next line of the stream continues), message.
// https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md

var criLine = pattern.New(`^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::[^ ]*)?(?: (.*))?$`)

func sniffCRI(h *head) bool { return h.lines(20, criLine.Match) }

func readCRI(in input) (*output, error) {
	return readPieces(in, func(_ int, line []byte) (piece, bool, error) {
		m := criLine.FindSubmatch(line)
		if m == nil {
			return piece{}, false, nil
		}
		t, err := time.Parse(time.RFC3339Nano, string(m[1]))
		if err != nil {
			return piece{}, false, nil
		}
		return piece{at: t, stream: string(m[2]), text: string(m[4]), partial: string(m[3]) == "P"}, true, nil
	})
}
