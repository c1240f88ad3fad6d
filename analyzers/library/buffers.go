package library

import "strings"

// Text is what a str or bytes under a name is that code adds to: the value cannot change, the name can be bound to a longer one.
var Text = Container{Kind: "string", BoundPos: -1}

// SameText are the methods of str and bytes whose result holds all that was in the value, but for blanks at its ends.
var SameText = set("strip lstrip rstrip replace encode decode lower upper expandtabs translate ljust rjust")

// PartText are the methods of str and bytes that take a value apart at a delimiter.
var PartText = set("split rsplit partition rpartition splitlines")

// FindsText are the methods of str and bytes that look for a delimiter, and the functions of re that do.
var FindsText = set("find rfind index rindex endswith startswith count search match fullmatch finditer findall")

// Refuses are what ends or halts a connection or a process that sends too much.
var Refuses = set("abort abortConnection loseConnection lose_connection pause_reading pauseProducing pause_producing stopProducing disconnect terminate kill")

// parseWords begin, or end, the name of a function that fails on a text which is not whole.
var parseWords = set("parse parser load loads decode deserialize unpack unserialize unmarshal fromstring literal eval")

// ParsesByName reports whether a function has the name of one that makes something of a text, or fails.
func ParsesByName(name string) bool {
	words := Words(name)
	return len(words) > 0 && (parseWords[words[0]] || parseWords[words[len(words)-1]])
}

// putTogether end the names of texts that are put together from parts, and not gathered: a name with a number behind it, a path with a prefix.
var putTogether = set("name title label path prefix suffix url uri key id agent ua version doc help usage sql query")

// GathersText reports whether a name may be that of a text in which something is gathered.
func GathersText(name string) bool {
	words := Words(name)
	return len(words) > 0 && !putTogether[words[len(words)-1]] && !strings.HasPrefix(name, "__")
}
