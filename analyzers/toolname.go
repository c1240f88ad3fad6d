package analyzers

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"io"
	"os"
	"strings"
	"sync"
)

// toolName names the running program by its content, to the byte; "" where it cannot be read, and then nothing is kept.
var toolName = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	if id := buildID(path); id != "" {
		return id
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
})

// buildID is what the go command wrote into a program: the hash of what it was built from, and that of what came out. It saves the time that
// hashing tens of megabytes at each start takes. "" where there is none, as in other formats than ELF, or where other tools that build Go put
// a word in its place which is the same for every program.
func buildID(path string) string {
	f, err := elf.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	section := f.Section(".note.go.buildid")
	if section == nil {
		return ""
	}
	note, err := section.Data()
	if err != nil {
		return ""
	}
	return idIn(note)
}

// idIn finds the build id in an ELF note: three numbers, the owner "Go", the id.
func idIn(note []byte) string {
	const head = 16
	owner := []byte("Go\x00\x00")
	if len(note) < head || !bytes.Equal(note[head-len(owner):head], owner) {
		return ""
	}
	id := strings.TrimRight(string(note[head:]), "\x00")
	parts := strings.Split(id, "/")
	if len(parts) != 4 { // of the build and of the main package, each by what went in and by what came out
		return ""
	}
	for _, part := range parts {
		if len(part) != 20 {
			return ""
		}
	}
	return id
}
