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

// StoreCommands by name: those of redis-py and its likes (redis.asyncio, aioredis, fakeredis, rediscluster), of which some are Django's cache and memcached too.
var StoreCommands = map[string]StoreCommand{
	"set": {Kind: "string", Expiry: []string{"ex", "px", "exat", "pxat", "expire", "pexpire", "expires", "timeout", "time"}, Common: true, Time: 2}, "append": {Kind: "string", Common: true}, "setnx": {Kind: "string"}, "incr": {Kind: "string", Common: true},
	"incrby": {Kind: "string"}, "lpush": {Kind: "list"}, "rpush": {Kind: "list"}, "sadd": {Kind: "set"}, "zadd": {Kind: "sorted set", Trim: []string{"xx"}}, "zincrby": {Kind: "sorted set"},
	"hset": {Kind: "hash"}, "hmset": {Kind: "hash"}, "hsetnx": {Kind: "hash"}, "hincrby": {Kind: "hash"}, "xadd": {Kind: "stream", Trim: []string{"maxlen", "minid"}}, "pfadd": {Kind: "hyperloglog"},
}

// StoreRemovals take a key, or something it holds, out again: with an expiry, by deletion, by trimming.
var StoreRemovals = set("expire expireat pexpire pexpireat delete unlink ltrim lpop rpop blpop brpop lmove blmove rpoplpush brpoplpush lrem srem spop zrem zremrangebyscore zremrangebyrank zremrangebylex zpopmin zpopmax bzpopmin bzpopmax hdel xtrim xdel rename getdel getex setex psetex flushdb flushall hexpire delete_many delete_pattern")

// StoreOwnRemovals are those of them that nothing but a store has.
var StoreOwnRemovals = set("ltrim lpop rpop blpop brpop lmove blmove rpoplpush brpoplpush srem spop zrem zremrangebyscore zremrangebyrank zremrangebylex zpopmin zpopmax bzpopmin bzpopmax hdel xtrim pexpire getdel")

// StoreSeveralKeys take more than one key.
var StoreSeveralKeys = set("delete unlink blpop brpop blmove lmove rpoplpush brpoplpush")

// StoreListReads read a list and leave it as it is.
var StoreListReads = set("lrange lindex lpos")

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

// StoreExpiries set the time to live of a key that exists.
var StoreExpiries = set("expire expireat pexpire pexpireat")

var storeModules = []string{"redis.", "aioredis.", "fakeredis.", "rediscluster.", "redis_py_cluster.", "django_redis.", "coredis.", "valkey.", "flask_redis.", "aredis.", "walrus."}

// IsStore reports whether something from outside is the client of a store.
func IsStore(dotted string) bool { return hasPrefix(dotted, storeModules) }

// StoreName reports whether a name says that it is the client of a store.
func StoreName(name string) bool {
	n := strings.ToLower(name)
	return strings.Contains(n, "redis") || strings.Contains(n, "valkey")
}
