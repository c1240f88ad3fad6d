package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The example of the README is run as it stands there: whoever tries it sees what it shows.
func TestReadmeExample(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("app.py", []byte(fenced(t, string(readme), "```python\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, log bytes.Buffer
	run([]string{"check", "app.py"}, strings.NewReader(""), &out, &log)
	if want := fenced(t, string(readme), "```console\n$ growlint check app.py\n"); out.String() != want {
		t.Errorf("growlint check app.py prints\n%s%s\nand the README shows\n%s", out.String(), log.String(), want)
	}
}

// fenced returns what stands in the first fenced block that begins with a line.
func fenced(t *testing.T, text, begin string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, begin)
	block, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatalf("README.md has no block that begins with %q", begin)
	}
	return block
}
