// Package factcache keeps the facts of blobs on disk, by the hash of their content. Facts are free of paths and of rules, so a file that
// moves, and a rule that changes, cost nothing. A missing, foreign or corrupt entry is a miss, never an error. Others may keep what is
// theirs in the same place, under keys of their own.
package factcache

import (
	"crypto/sha256"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/cache"

	"github.com/growlint/growlint/analyzers/python"
)

// grammar names the grammar whose trees the facts come from; it is part of the key.
const grammar = "tree-sitter-python 0.23.0"

// A Cache is a folder of facts, safe for several processes at once.
type Cache struct {
	c       *cache.Cache
	dir     string
	written atomic.Int64 // bytes that this process put there
}

// Open opens or makes a cache.
func Open(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the cache folder %s: %v; choose another with --cache-dir", dir, err)
	}
	c, err := cache.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open the cache folder %s: %v; choose another with --cache-dir", dir, err)
	}
	return &Cache{c: c, dir: dir}, nil
}

// Trim removes what has not been used for days and, where more than a gigabyte is kept, what was used least lately. It may be called at
// any time.
func (c *Cache) Trim() {
	if c != nil {
		c.c.Trim()
		c.bound(maxSize, afterTrim, time.Now())
	}
}

// put keeps bytes, or loses them where the disk is full or read-only.
func (c *Cache) put(id cache.ActionID, data []byte) {
	if c.c.PutBytes(id, data) == nil {
		c.written.Add(onDisk(int64(len(data))) + block) // and an entry that leads there
	}
}

func key(blob string) cache.ActionID {
	return sha256.Sum256(fmt.Appendf(nil, "growlint facts %d %s %s", python.Schema, grammar, blob))
}

// Get returns the facts of a blob, or nil.
func (c *Cache) Get(blob string) *python.File {
	if c == nil || blob == "" {
		return nil
	}
	data, _, err := c.c.GetBytes(key(blob))
	if err != nil {
		return nil
	}
	f, err := python.Decode(data)
	if err != nil {
		return nil
	}
	return f
}

// Put keeps the facts of a blob. A full or read-only disk loses the entry and nothing else.
func (c *Cache) Put(blob string, f *python.File) {
	if c == nil || blob == "" {
		return
	}
	c.put(key(blob), python.Encode(f))
}

// GetBytes returns what PutBytes kept under a key, or nil.
func (c *Cache) GetBytes(key string) []byte {
	if c == nil {
		return nil
	}
	data, _, err := c.c.GetBytes(sha256.Sum256([]byte("growlint other " + key)))
	if err != nil {
		return nil
	}
	return data
}

// PutBytes keeps bytes under a key, or loses them, as Put does.
func (c *Cache) PutBytes(key string, data []byte) {
	if c != nil {
		c.put(sha256.Sum256([]byte("growlint other "+key)), data)
	}
}
