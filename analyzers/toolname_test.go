package analyzers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestBuildID: two programs that differ in one number have different ids, and one program the same however often it is built.
func TestBuildID(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have no ELF files: there the program is hashed")
	}
	build := func(number int) string {
		dir := t.TempDir()
		text := fmt.Sprintf("package main\n\nfunc main() { println(%d) }\n", number)
		for name, text := range map[string]string{"main.go": text, "go.mod": "module example.org/program\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("go", "build", "-trimpath", "-o", "program")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return buildID(filepath.Join(dir, "program"))
	}
	one, again, other := build(1), build(1), build(2)
	if one == "" || one != again || one == other {
		t.Errorf("ids %q, %q of the same program, %q of another", one, again, other)
	}
}

// TestIDIn: what is no id of the go command is none.
func TestIDIn(t *testing.T) {
	const part = "abcdefghij0123456789"
	note := func(id string) []byte {
		return []byte("\x04\x00\x00\x00\x53\x00\x00\x00\x04\x00\x00\x00Go\x00\x00" + id + "\x00")
	}
	id := strings.Join([]string{part, part, part, part}, "/")
	if got := idIn(note(id)); got != id {
		t.Errorf("got %q, want %q", got, id)
	}
	for _, bad := range [][]byte{nil, note(""), note("redacted"), note(part + "/" + part), note(id + "/" + part), note(strings.Repeat("/", 3)), []byte(strings.Replace(string(note(id)), "Go", "GN", 1))} {
		if got := idIn(bad); got != "" {
			t.Errorf("%q: got %q, want none", bad, got)
		}
	}
}
