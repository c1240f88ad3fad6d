package factcache

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A cache that is used every day forgets nothing by age alone, and a walk through a long history writes gigabytes. So it is bounded by
// size, too: what was used least lately goes first.
const (
	maxSize    = 1 << 30 // bytes on disk
	afterTrim  = maxSize / 4 * 3
	block      = 4096           // what a file takes is a multiple of that
	sizeFile   = "size.txt"     // the size as far as it is known; several processes may each miss what the others write,
	sizeIsTold = 24 * time.Hour // so it is measured anew once a day
)

func onDisk(size int64) int64 { return (size + block - 1) / block * block }

// bound removes the entries that were used least lately, where more than limit is kept, until no more than target is.
func (c *Cache) bound(limit, target int64, now time.Time) {
	written := c.written.Swap(0)
	size, measured := c.toldSize()
	if age := now.Sub(measured); age >= 0 && age <= sizeIsTold && size+written <= limit {
		if written > 0 {
			c.tellSize(size+written, measured)
		}
		return
	}
	entries, total := c.entries()
	if total > limit {
		slices.SortFunc(entries, func(a, b cacheEntry) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
		for _, e := range entries {
			if total <= target {
				break
			}
			if os.Remove(e.path) == nil {
				total -= e.size
			}
		}
	}
	c.tellSize(total, now)
}

// toldSize is the size that was told last and when it was measured; the zero time where nothing is told.
func (c *Cache) toldSize() (size int64, measured time.Time) {
	data, err := os.ReadFile(filepath.Join(c.dir, sizeFile))
	if err != nil {
		return 0, time.Time{}
	}
	var at int64
	if n, _ := fmt.Sscan(string(data), &size, &at); n != 2 || size < 0 {
		return 0, time.Time{}
	}
	return size, time.Unix(at, 0)
}

// tellSize notes the size for the next process. Where it cannot be written, that one measures.
func (c *Cache) tellSize(size int64, measured time.Time) {
	_ = os.WriteFile(filepath.Join(c.dir, sizeFile), fmt.Appendln(nil, size, measured.Unix()), 0o644)
}

type cacheEntry struct {
	path string
	size int64
	used time.Time // to the hour, as the cache notes it
}

// entries lists the files of the cache: those of its 256 folders that it names itself.
func (c *Cache) entries() (out []cacheEntry, total int64) {
	_ = filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "-a") && !strings.HasSuffix(path, "-d") {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil // another process removed it
		}
		e := cacheEntry{path, onDisk(info.Size()), info.ModTime()}
		out, total = append(out, e), total+e.size
		return nil
	})
	return out, total
}
