package library

import "strings"

// Sources are external values and calls from an open domain.
var Sources = []string{
	"uuid.uuid", "time.time", "time.monotonic", "time.perf_counter", "time.time_ns", "secrets.", "random.random", "random.rand", "random.getrandbits", "random.uniform", "random.SystemRandom", "builtins.id", "datetime.datetime.now", "datetime.datetime.utcnow",
	"flask.request", "starlette.requests", "fastapi.Request", "fastapi.WebSocket", "starlette.websockets", "django.http.HttpRequest", "aiohttp.web.Request", "os.urandom", "sanic.Request", "bottle.request", "quart.request", "quart.websocket",
	"builtins.input", "socket.socket", "socket.create_connection", "socket.fromfd", "cherrypy.request", "cherrypy.session", "ulid.", "shortuuid.", "nanoid.", "tornado.httputil.HTTPServerRequest", "discord.Message", "discord.Interaction", "telegram.Update",
}

// Configured are external values that come from configuration.
var Configured = []string{"os.environ", "os.getenv", "django.conf.settings", "configparser.", "sys.argv", "decouple.", "dynaconf.", "oslo_config.", "argparse.", "click.", "importlib.metadata", "pkg_resources."}

// IsSource reports whether an external value comes from an open domain.
func IsSource(dotted string) bool { return hasPrefix(dotted, Sources) && !ofApplication(dotted) }

// ofApplication reports whether what a request leads to is the application that handles it, and what that holds: request.app.state.
func ofApplication(dotted string) bool { return strings.Contains(dotted+".", "Request.app.") }

// anew are the sources that give another value at each call: whoever makes a key of one expects to be called again.
var anew = []string{"uuid.uuid", "time.time", "time.monotonic", "time.perf_counter", "secrets.token", "datetime.datetime.now", "datetime.datetime.utcnow", "os.urandom", "ulid.", "shortuuid.", "nanoid."}

// MadeAnew reports whether an external value is another one at each call.
func MadeAnew(dotted string) bool { return hasPrefix(dotted, anew) }

// requests are the request objects of web frameworks.
var requests = []string{
	"flask.request", "starlette.requests", "fastapi.Request", "fastapi.WebSocket", "starlette.websockets", "django.http.HttpRequest", "aiohttp.web.Request", "sanic.Request",
	"bottle.request", "quart.request", "quart.websocket", "cherrypy.request", "tornado.httputil.HTTPServerRequest",
}

// IsRequest reports whether an external value is part of a web framework's request.
func IsRequest(dotted string) bool { return hasPrefix(dotted, requests) && !ofApplication(dotted) }

// PartOfRequest reports whether an attribute of what goes by a name is a part of a request, of whatever framework.
func PartOfRequest(receiver, attribute string) bool {
	return (receiver == "request" || receiver == "req") && requestParts[attribute]
}

// requestParts are attributes that only the requests of web frameworks have: aiohttp (match_info, rel_url), Starlette and what is built on it (path_params),
// Django and its REST framework (COOKIES, query_params), Werkzeug (view_args).
var requestParts = set("match_info rel_url path_params query_params COOKIES view_args")

// clientVariables are the variables of a WSGI environment (PEP 3333) that whoever sends a request decides on, besides those of its headers (HTTP_…).
var clientVariables = set("PATH_INFO QUERY_STRING REQUEST_URI RAW_URI REMOTE_ADDR REMOTE_HOST REMOTE_PORT CONTENT_TYPE")

// SetByServer reports whether a variable of the WSGI environment of a request is one that the server or a middleware puts there: its values may be few.
func SetByServer(environ, variable string) bool {
	last := Short(strings.TrimSuffix(environ, ".get"))
	return (last == "environ" || last == "META") && IsRequest(environ) && variable != "" && !clientVariables[variable] && !strings.HasPrefix(variable, "HTTP_")
}

// IsConfigured reports whether an external value comes from configuration.
func IsConfigured(dotted string) bool { return hasPrefix(dotted, Configured) }

// PeerReads are methods of sockets, streams, websockets and message consumers that give what a peer sent.
var PeerReads = set("recv recvfrom recv_into recv_multipart recv_json recv_string recv_pyobj receive_text receive_json receive_bytes readuntil readexactly read_until read_until_regex read_message getpeername")

// PeerParts are attributes of a message, by their names, that hold what whoever sent it decides on.
var PeerParts = set("headers")

// Fresh are functions that give a new object with an identity of its own at each call.
var Fresh = set("create_future create_task ensure_future Future Deferred object run_coroutine_threadsafe")

// Awaited are functions that make what somebody waits for until another part of the program resolves it.
var Awaited = set("create_future Future Deferred")

// MakesModule are functions that make a module at run time, which is called what they are given.
var MakesModule = map[string]bool{"types.ModuleType": true, "imp.new_module": true, "importlib.util.module_from_spec": true}

// Transparent are functions and methods whose result is as open as their argument or receiver.
var Transparent = set("ModuleType module_from_spec spec_from_file_location spec_from_loader str bytes repr hash tuple frozenset lower upper strip encode decode format hexdigest digest join split replace int abspath normpath realpath get quote unquote urlparse sha256 md5 sha1 dumps getattr lstrip rstrip title casefold as_posix hex isoformat group groups string_at inet_ntoa fsencode fsdecode sorted list partition rsplit rpartition splitlines choice choices sample removeprefix removesuffix capitalize native_str to_unicode utf8 force_str smart_str ensure_str iter enumerate hexlify b64encode urlsafe_b64encode b32encode")

// identityWords name what identifies something outside: there are as many as there are users, peers and messages.
var identityWords = set("ip peer user uid userid username sid session uuid guid email jid nonce cookie remote peername trace span correlation request req message msg task job conn connection client chat member customer order visitor serial sender recipient caller")

// openWords are used for values from outside, and for others.
var openWords = set("addr address token mac socket ws websocket pid url uri host id ids path key event nick query sql text word line digest hash header seq sequence timestamp now start filename file payload body data item ident identity identifier record entry packet frame thread room device domain hostname resource fingerprint")

var closedWords = set("cls klass class type typ types kind method fmt format lang locale language level code status opcode config setting settings option options plugin plugins attr attribute field fields column columns dtype encoding mode enum signal sig version schema action operation component severity priority permission width height size label unit arch architecture abi")

var populationWords = set("player speaker instrument ticker guild tenant account project provider pair plugin profile locale language lang appservice queue topic namespace bucket backend service stage environment env market currency symbol region cluster timeframe " +
	"server srv app camera webcam model printer heater sensor mount addon ext extension chain counter timer alarm gauge metric platform category genre zone country role partition tp shard")

// ofOne are the last words of a name for what tells one thing from another.
var ofOne = set("id ids uid name key addr address ip host slug identifier ident uuid hash digest str string")

// CountedByID reports whether things of a name are few where they are told apart by an attribute id: the channels, roles and guilds of a chat, which
// somebody set up, where a channel without one may be anything.
func CountedByID(name string) bool {
	words := Words(name)
	return SmallPopulation(name) || len(words) > 0 && (words[len(words)-1] == "channel" || words[len(words)-1] == "role")
}

// finiteParts are parts of a request or of a time of which there are few, however many requests come and time goes by.
var finiteParts = set("method scheme blueprint blueprints endpoint url_rule is_secure weekday isoweekday month hour day minute second")

// FinitePart reports whether a dotted name is that of a part of a request or a time of which there are few.
func FinitePart(dotted string) bool {
	return finiteParts[Short(dotted)] && (IsSource(dotted) || strings.HasPrefix(dotted, "datetime.") || strings.HasPrefix(dotted, "time."))
}

// SmallPopulation reports whether a name stands for one of a small number that somebody set up: guilds, tenants, providers.
func SmallPopulation(name string) bool {
	return populationWords[named(Words(name))] || NamesPart(name) && !remembers[lastButOne(name)]
}

// remembers are parts of a program whose names are put together at run time: a lock for each user.
var remembers = set("lock cache")

// lastButOne returns the word before the last of a name.
func lastButOne(name string) string {
	words := Words(name)
	if len(words) < 2 {
		return ""
	}
	return words[len(words)-2]
}

// PopulationPart returns the last part of a dotted name where it stands for one of a small number: guild of discord.Message.guild.id.
func PopulationPart(dotted string) string {
	dotted = strings.TrimSuffix(strings.TrimSuffix(dotted, ".id"), ".name")
	if last := Short(dotted); SmallPopulation(last) {
		return last
	}
	return ""
}

// NameDomain guesses from the words of a name whether its values come from a closed (-1) or an open domain: 2 where what is named identifies something
// outside, 1 where a word in it may; 0 says nothing. What is named stands last, before an id or an address: a request_id and a client_address are those
// of requests and clients, a request_type and a session_factory are not. What is one's own there is one of. It is a hint, never a proof.
func NameDomain(name string) int {
	words := Words(name)
	if len(words) == 0 {
		return 0
	}
	if closedWords[words[len(words)-1]] {
		return -1
	}
	if SmallPopulation(name) || ownWords[words[0]] || ofOne[words[len(words)-1]] && clusterWords[named(words)] {
		return 0
	}
	if identityWords[words[len(words)-1]] || identityWords[named(words)] && !keyOfObject(words) {
		return 2
	}
	for _, w := range words {
		if identityWords[w] || openWords[w] {
			return 1
		}
	}
	return 0
}

// keyOfObject reports whether a name is that of a key under which an object is kept that talks to others, and not of who talks to the program: the
// client under a client_key is one's own.
func keyOfObject(words []string) bool {
	return words[len(words)-1] == "key" && ownObjects[named(words)]
}

var ownObjects = set("client connection conn")

var ownWords = set("my own self local default main")

// clusterWords are what a cluster is made of: somebody set up each of them.
var clusterWords = set("node agent server broker worker master machine router")

// named returns the word for what an id, a name or an address belongs to.
func named(words []string) string {
	for len(words) > 0 && ofOne[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// Drawn are functions of random and secrets that draw from what they are given.
var Drawn = set("choice choices sample")
