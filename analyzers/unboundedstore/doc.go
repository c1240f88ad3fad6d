// Package unboundedstore is a rule about what is written to a store in another process and left there.
//
// # Rule unboundedstore
//
// unboundedstore: keys are written to Redis or Django's cache without an expiry and never deleted
//
// # What it does
//
// Reports commands to Redis and its likes (SET, HSET, LPUSH, RPUSH, SADD, ZADD, XADD, INCR, …) with a key from an open domain and no expiry, and lists,
// sets, hashes and streams under one key whose members come from an open domain and that nothing trims. Deletions, expiries and trims
// are looked for under the same key in the whole tree: by its text, the setting, attribute or function that gives it, the pattern or the collection that
// lists it. A wrapper that is handed the key is judged at its callers. A list that nothing in the tree reads is a queue to another program: a note at most.
// `maxlen` bounds the entries of a stream, not the number of streams. An EXPIRE that is sent once, before the key exists, does nothing.
//
// Entries of Django's cache expire by default. They stay where timeout=None is given, or TIMEOUT is None in CACHES; and that grows where Redis stands behind
// the cache. The backends in memory, in files and in a database keep MAX_ENTRIES (300 by default): where the settings name no Redis, it is a note.
// cache_page(None) is no way to ask for it: Django then takes the default.
//
// memcached is a note at most. It evicts what was used least and cannot run out of memory; what never expires takes the place of other entries.
//
// # Why is this bad
//
// The memory that grows is not the service's own: no limit of its container and no restart gives it back. The store evicts other keys, or refuses
// to write.
//
// # Example
//
//	redis.set(f"invite:{token}", payload)
//
// # Use instead
//
//	redis.set(f"invite:{token}", payload, ex=7 * 24 * 3600)
//
// For a list RPUSH and LTRIM in one pipeline, for a stream maxlen, for a sorted set by time ZREMRANGEBYSCORE; with Django's cache a timeout that is a number.
//
// # When to ignore it
//
// Where the store is the database and the keys are its records, or another service deletes them: `# growlint: ignore[unboundedstore] read and deleted by the
// admin service`.
//
// # Options
//
// None.
//
// # References
//
//   - https://redis.io/docs/latest/commands/expire/
//   - https://redis.io/docs/latest/commands/xadd/, capped streams
//   - https://docs.djangoproject.com/en/stable/ref/settings/#caches, TIMEOUT and OPTIONS
package unboundedstore
