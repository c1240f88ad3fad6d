package factcache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const entrySize = 2 * block // a file of data and one that leads there

func filled(t *testing.T, dir string, from, to int) *Cache {
	t.Helper()
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < to; i++ {
		c.PutBytes(fmt.Sprint("key ", i), fmt.Appendf(nil, "value %d", i))
	}
	return c
}

func kept(c *Cache, i int) bool {
	return bytes.Equal(c.GetBytes(fmt.Sprint("key ", i)), fmt.Appendf(nil, "value %d", i))
}

// usedAt says of everything in the cache when it was used last.
func usedAt(t *testing.T, c *Cache, at time.Time) {
	t.Helper()
	entries, _ := c.entries()
	for _, e := range entries {
		if err := os.Chtimes(e.path, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACacheThatIsTooLargeLosesWhatWasUsedLeastLately(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	old := filled(t, dir, 0, 10)
	usedAt(t, old, now.Add(-48*time.Hour))
	old.bound(20*entrySize, 20*entrySize, now)
	c := filled(t, dir, 10, 20)
	c.bound(20*entrySize, 15*entrySize, now)
	for i := range 20 {
		if !kept(c, i) {
			t.Fatalf("entry %d is gone from a cache that is just as large as it may be", i)
		}
	}
	usedAt(t, c, now.Add(-48*time.Hour)) // reading them was a use
	c = filled(t, dir, 20, 25)
	c.bound(20*entrySize, 15*entrySize, now)
	if _, total := c.entries(); total > 15*entrySize {
		t.Errorf("%d bytes are left, want at most %d", total, 15*entrySize)
	}
	for i := 20; i < 25; i++ {
		if !kept(c, i) {
			t.Errorf("entry %d, the latest, is gone", i)
		}
	}
}

// The size is told from process to process, so that most need not look at every file; what is told does not last, and need not be right.
func TestTheSizeIsMeasuredOnceADay(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	c := filled(t, dir, 0, 30)
	if err := os.WriteFile(filepath.Join(dir, sizeFile), []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.bound(40*entrySize, 10*entrySize, now)
	if size, _ := c.toldSize(); size != 30*entrySize {
		t.Errorf("%d bytes are told, want %d", size, 30*entrySize)
	}
	c.tellSize(0, now) // another process that did not know of them
	c.bound(20*entrySize, 10*entrySize, now)
	if _, total := c.entries(); total != 30*entrySize {
		t.Errorf("%d bytes are left, want all %d as long as the size told is within the limit", total, 30*entrySize)
	}
	c.bound(20*entrySize, 10*entrySize, now.Add(25*time.Hour))
	if _, total := c.entries(); total > 10*entrySize {
		t.Errorf("%d bytes are left a day later, want at most %d", total, 10*entrySize)
	}
	if size, _ := c.toldSize(); size > 10*entrySize {
		t.Errorf("%d bytes are told after that", size)
	}
}
