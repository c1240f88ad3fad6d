package library

import "strings"

// An Event is what makes code run again.
type Event struct {
	Per string // request, message, task, event, connection, record, iteration
	Why string
}

// routeDecorators are the last names of decorators that serve requests, on an object called app, router, blueprint, api and the like.
var routeDecorators = set("route get post put delete patch head options websocket websocket_route api_route api_view before_request after_request " +
	"teardown_request errorhandler exception_handler middleware add_api_route http_middleware expose view_config before_app_request after_app_request " +
	"context_processor url_value_preprocessor rest_endpoint endpoint view page sub_page on_request")

// EntryDecorators by dotted name, or by last name where the name alone is telling.
var EntryDecorators = map[string]Event{
	"celery.shared_task": {"task", "a Celery task"}, "shared_task": {"task", "a Celery task"}, "task": {"task", "a background task"},
	"dramatiq.actor": {"message", "a dramatiq actor"}, "actor": {"message", "an actor"}, "db_task": {"task", "a Huey task"}, "periodic_task": {"task", "a periodic task"},
	"job": {"task", "an RQ job"}, "scheduled_job": {"task", "a scheduled job"}, "repeat_every": {"task", "a repeated task"},
	"receiver": {"event", "a signal receiver"}, "event": {"event", "an event handler"}, "listener": {"event", "an event listener"},
	"listen": {"event", "an event listener"}, "on_message": {"message", "a message handler"}, "message_handler": {"message", "a message handler"},
	"callback_query_handler": {"message", "a callback handler"}, "on_event": {"event", "an event handler"},
	"subscriber": {"message", "a subscriber"}, "consumer": {"message", "a consumer"}, "subscribe": {"message", "a subscriber"},
	"event_handler": {"event", "an event handler"}, "hybrid_command": {"message", "a bot command"}, "slash_command": {"message", "a bot command"},
	"tool": {"request", "a tool that clients call"}, "call_tool": {"request", "an MCP request handler"}, "list_tools": {"request", "an MCP request handler"}, "read_resource": {"request", "an MCP request handler"}, "list_resources": {"request", "an MCP request handler"},
	"get_prompt": {"request", "an MCP request handler"}, "list_prompts": {"request", "an MCP request handler"}, "botcmd": {"message", "a bot command"}, "re_botcmd": {"message", "a bot command"}, "arg_botcmd": {"message", "a bot command"},
	"rpc": {"request", "a remote procedure"}, "rpc_method": {"request", "a remote procedure"}, "entrypoint": {"request", "a service entry point"},
	"websocket_command": {"request", "a websocket command"}, "csrf_exempt": {"request", "a Django view"}, "login_required": {"request", "a view behind a login"},
	"require_http_methods": {"request", "a Django view"}, "require_POST": {"request", "a Django view"}, "require_GET": {"request", "a Django view"},
	"api_view": {"request", "a REST view"}, "action": {"request", "a REST action"}, "responder": {"request", "a responder"}, "callback": {"event", "a callback"},
	"log_event": {"event", "an event handler"}, "before_send": {"event", "a hook"}, "on": {"event", "an event handler"},
}

// lifecycleDecorators run once.
var lifecycleDecorators = set("on_startup on_shutdown before_first_request on_worker_init startup shutdown fixture click.command cli.command typer.command group")

// DecoratorEvent says how often a function runs that carries a decorator: dotted is its name as far as it resolves, last its last name, first
// the first argument where it is a string.
func DecoratorEvent(dotted, last, base, first string) (Event, bool) {
	if lifecycleDecorators[last] || strings.HasPrefix(dotted, "click.") || strings.HasPrefix(dotted, "typer.") || strings.HasPrefix(dotted, "argparse.") {
		return Event{}, false
	}
	if last == "on_event" && (first == "startup" || first == "shutdown") {
		return Event{}, false
	}
	if routeDecorators[last] && (strings.HasPrefix(first, "/") || first == "" && routeOwner(base) || webOwner(dotted)) {
		per := "request"
		if strings.HasPrefix(last, "websocket") {
			per = "connection"
		}
		return Event{per, "serves " + per + "s (@" + base + "." + last + ")"}, true
	}
	if e, ok := EntryDecorators[dotted]; ok {
		return e, true
	}
	if e, ok := EntryDecorators[last]; ok {
		return Event{e.Per, e.Why + " (@" + last + ")"}, true
	}
	if last == "command" && (strings.Contains(base, "bot") || base == "commands" || strings.HasPrefix(dotted, "discord.")) {
		return Event{"message", "a bot command (@" + base + ".command)"}, true
	}
	if botUpdates[last] && updateOwner(base) {
		return Event{"message", "a bot handler (@" + base + "." + last + ")"}, true
	}
	if strings.HasPrefix(last, "on_") {
		return Event{"event", "an event handler (@" + last + ")"}, true
	}
	return Event{}, false
}

// botUpdates are the kinds of updates that aiogram's routers and dispatchers take handlers for.
var botUpdates = set("message edited_message channel_post callback_query inline_query chosen_inline_result my_chat_member chat_member")

func updateOwner(base string) bool {
	b := strings.ToLower(base)
	return strings.Contains(b, "router") || strings.Contains(b, "dp") || strings.Contains(b, "dispatcher") || strings.Contains(b, "bot") || b == "r"
}

func routeOwner(base string) bool {
	b := strings.ToLower(base)
	for _, w := range []string{"app", "router", "blueprint", "api", "bp", "routes", "server"} {
		if strings.Contains(b, w) {
			return true
		}
	}
	return false
}

func webOwner(dotted string) bool {
	for _, p := range []string{"flask.", "fastapi.", "starlette.", "sanic.", "quart.", "aiohttp.", "bottle.", "litestar.", "falcon.", "django.", "cherrypy.", "pyramid."} {
		if strings.HasPrefix(dotted, p) {
			return true
		}
	}
	return false
}

// An Owner is a base class from outside whose subclasses a framework makes and calls.
type Owner struct {
	Scope   string           // how long the framework keeps one instance: process, connection, request, task; "" where that is not said
	Why     string           //
	Methods map[string]Event // methods that the framework calls again and again; "*" stands for every public one
}

func methods(per, why, names string) map[string]Event {
	m := map[string]Event{}
	for n := range strings.FieldsSeq(names) {
		m[n] = Event{per, why}
	}
	return m
}

var (
	asgiMiddleware = Owner{"process", "the framework makes one middleware per application", methods("request", "a middleware called for each request", "dispatch __call__ process_request process_response process_view process_exception")}
	djangoView     = Owner{"request", "Django makes a view for each request", methods("request", "a Django view", "get post put patch delete head options dispatch get_queryset get_context_data form_valid get_object list create retrieve update destroy perform_create perform_update")}
	requestHandler = Owner{"request", "the server makes a handler for each request", methods("request", "a request handler", "get post put patch delete head options prepare on_finish open on_message on_close do_GET do_POST do_PUT do_DELETE do_HEAD do_PATCH handle")}
	// websocketHandler is Tornado's: one for each websocket connection.
	websocketHandler = Owner{"connection", "the server makes a handler for each websocket connection", methods("message", "a websocket handler", "on_message on_ping on_pong open on_close data_received")}
	protocol         = Owner{"connection", "the event loop makes a protocol for each connection", methods("message", "called by the transport", "data_received datagram_received lineReceived dataReceived messageReceived stringReceived connection_made connection_lost connectionMade connectionLost eof_received rawDataReceived datagramReceived onMessage onOpen onClose")}
	logHandler       = Owner{"process", "logging keeps its handlers for the life of the process", methods("record", "called for each log record", "emit handle filter format")}
	thread           = Owner{"", "", nil}
	botCog           = Owner{"process", "the bot keeps its cogs and clients", methods("message", "a bot event", "on_message on_ready on_reaction_add on_member_join on_raw_reaction_add on_message_edit on_voice_state_update cog_check")}
)

// Owners by the last two parts of the dotted name of a base class, or its last part.
var Owners = map[string]Owner{
	"BaseHTTPMiddleware": asgiMiddleware, "MiddlewareMixin": asgiMiddleware, "middleware.Middleware": asgiMiddleware, "AbstractMiddleware": asgiMiddleware,
	"generic.View": djangoView, "views.View": djangoView, "View": djangoView, "TemplateView": djangoView, "ListView": djangoView, "DetailView": djangoView, "FormView": djangoView,
	"APIView": djangoView, "ViewSet": djangoView, "GenericViewSet": djangoView, "ModelViewSet": djangoView, "GenericAPIView": djangoView, "MethodView": djangoView, "Resource": djangoView, "HTTPEndpoint": djangoView, "HTTPMethodView": djangoView,
	"web.RequestHandler": requestHandler, "RequestHandler": requestHandler, "WebSocketHandler": websocketHandler, "BaseHTTPRequestHandler": requestHandler,
	"SimpleHTTPRequestHandler": requestHandler, "BaseRequestHandler": requestHandler, "StreamRequestHandler": requestHandler, "DatagramRequestHandler": requestHandler,
	"asyncio.Protocol": protocol, "DatagramProtocol": protocol, "BufferedProtocol": protocol, "protocol.Protocol": protocol, "LineReceiver": protocol, "LineOnlyReceiver": protocol,
	"Int32StringReceiver": protocol, "WebSocketServerProtocol": protocol, "QuicConnectionProtocol": protocol, "SubprocessProtocol": protocol, "BaseProtocol": protocol,
	"AsyncWebsocketConsumer": {"connection", "Channels makes a consumer for each connection", methods("message", "a websocket consumer", "receive receive_json connect disconnect websocket_receive")},
	"WebsocketConsumer":      {"connection", "Channels makes a consumer for each connection", methods("message", "a websocket consumer", "receive receive_json connect disconnect websocket_receive")},
	"AsyncConsumer":          {"connection", "Channels makes a consumer for each connection", methods("message", "a consumer", "dispatch")},
	"logging.Handler":        logHandler, "StreamHandler": logHandler, "QueueHandler": logHandler, "logging.Filter": logHandler, "handlers.BufferingHandler": logHandler,
	"HomeAssistantView":  {"process", "Home Assistant keeps one view of each class", methods("request", "a view of Home Assistant's HTTP server", "get post put patch delete head")},
	"pywsgi.WSGIHandler": {"connection", "gevent makes a handler for each connection", methods("request", "called by gevent for each request", "handle_one_request run_application handle_one_response")},
	"threading.Thread":   thread, "Thread": thread,
	"commands.Cog": botCog, "Cog": botCog, "discord.Client": botCog, "commands.Bot": botCog, "AutoShardedBot": botCog,
	"celery.Task":            {"process", "Celery keeps one instance of a task class in each worker", methods("task", "a Celery task", "run __call__ on_success on_failure after_return")},
	"task.Task":              {"process", "Celery keeps one instance of a task class in each worker", methods("task", "a Celery task", "run __call__ on_success on_failure after_return")},
	"scrapy.Spider":          {"process", "a spider lives for its crawl", methods("response", "called for each response", "parse start_requests")},
	"CrawlSpider":            {"process", "a spider lives for its crawl", methods("response", "called for each response", "parse parse_item")},
	"RFPDupeFilter":          {"process", "lives for its crawl", methods("request", "called for each request", "request_seen")},
	"SessionInterface":       {"process", "one per application", methods("request", "called for each request", "open_session save_session")},
	"ConsumerMixin":          {"process", "a consumer runs as long as its process", methods("message", "called for each message", "on_message")},
	"BatchSpanProcessor":     {"process", "one per tracer provider", methods("span", "called for each span", "on_start on_end")},
	"SpanProcessor":          {"process", "one per tracer provider", methods("span", "called for each span", "on_start on_end")},
	"BaseCallbackHandler":    {"", "", methods("event", "called by the model run", "on_llm_start on_llm_end on_chain_start on_chain_end on_tool_start on_tool_end on_llm_new_token")},
	"AsyncTransport":         {"", "", methods("request", "called for each request", "handle_async_request")},
	"BaseTransport":          {"", "", methods("request", "called for each request", "handle_request")},
	"HTTPAdapter":            {"", "", methods("request", "called for each request", "send")},
	"FileSystemEventHandler": {"process", "an observer keeps its handlers", methods("event", "called for each file event", "on_any_event on_modified on_created on_deleted on_moved dispatch")},
	"Servicer":               {"process", "a gRPC server keeps one servicer", map[string]Event{"*": {"request", "a gRPC method"}}},
	"Extension":              {"", "", nil},

	"protocol.Factory": factory, "ServerFactory": factory, "protocol.ClientFactory": factory, "ReconnectingClientFactory": factory, "WebSocketServerFactory": factory, "DatagramServer": factory,
	"service.Service": twistedService, "service.MultiService": twistedService, "internet.TimerService": twistedService,
	"pipelines.MediaPipeline": mediaPipeline, "FilesPipeline": mediaPipeline, "ImagesPipeline": mediaPipeline,
	"XMLFeedSpider": {"process", "a spider lives for its crawl", methods("response", "called for each response", "parse parse_node")},

	"grpc.ServerInterceptor": interceptor, "aio.ServerInterceptor": interceptor, "GenericRpcHandler": interceptor,

	"DependencyProvider": {"process", "a service container keeps its extensions", methods("request", "called for each request", "get_dependency worker_setup worker_result worker_teardown")},
	"SharedExtension":    {"process", "a service container keeps its extensions", nil},

	"socketio.Namespace": namespace, "socketio.AsyncNamespace": namespace, "AsyncNamespace": namespace,
	"tcpserver.TCPServer":    {"process", "a server lives as long as it serves", methods("connection", "called for each connection", "handle_stream")},
	"socketserver.TCPServer": socketServer, "socketserver.UDPServer": socketServer, "socketserver.ThreadingMixIn": socketServer, "socketserver.ThreadingTCPServer": socketServer,
	"ThreadingHTTPServer": socketServer, "server.HTTPServer": socketServer, "SimpleXMLRPCServer": socketServer,

	"errbot.BotPlugin":   {"process", "the bot keeps its plugins", methods("message", "called for each message", "callback_message callback_mention callback_presence callback_room_joined")},
	"SingleServerIRCBot": {"process", "a bot lives as long as it runs", methods("message", "called for each message", "on_pubmsg on_privmsg on_join on_part on_quit on_nick on_pubnotice on_privnotice")},
	"commands.GroupCog":  botCog, "ui.View": {"connection", "a view lives until its message is closed or it times out", methods("event", "called for each interaction", "interaction_check on_error")},

	"DataUpdateCoordinator": {"process", "an integration keeps its coordinators", methods("update", "called at each update", "_async_update_data")},
	"entity.Entity":         hassEntity, "SensorEntity": hassEntity, "BinarySensorEntity": hassEntity, "SwitchEntity": hassEntity, "LightEntity": hassEntity, "ClimateEntity": hassEntity, "CoordinatorEntity": hassEntity, "MediaPlayerEntity": hassEntity,

	"dramatiq.Middleware":     {"process", "a broker keeps its middleware", methods("message", "called for each message", "before_process_message after_process_message before_enqueue after_enqueue before_ack after_ack before_nack after_nack after_skip_message before_delay_message")},
	"bootsteps.StartStopStep": {"process", "a worker keeps its steps", nil}, "bootsteps.ConsumerStep": {"process", "a worker keeps its steps", nil},

	"resource.Resource": {"process", "a site keeps its resources", methods("request", "called for each request", "render render_GET render_POST render_PUT render_DELETE render_HEAD getChild getChildWithDefault")},
	"irc.IRCClient":     {"connection", "one for each connection to a network", methods("message", "called for each line", "privmsg noticed joined userJoined userLeft userQuit irc_unknown action")},

	"SpanExporter": exporter, "MetricExporter": exporter, "LogExporter": exporter, "LogRecordExporter": exporter, "LogRecordProcessor": exporter,
	"registry.Collector":   {"process", "a registry keeps its collectors", methods("scrape", "called at each scrape", "collect")},
	"logging.Formatter":    {"process", "a handler keeps its formatter", methods("record", "called for each log record", "format formatException formatTime")},
	"AbstractAccessLogger": {"process", "one per application", methods("request", "called for each request", "log")},
	"apps.AppConfig":       {"process", "Django keeps one configuration per application", nil},
	"base.BaseCache":       {"process", "Django keeps one per cache and thread", methods("call", "called by the users of the cache", "get set add touch incr get_many set_many get_or_set")},
	"pykka.ThreadingActor": {"process", "an actor lives until it is stopped", methods("message", "called for each message", "on_receive")},
}

var (
	factory        = Owner{"process", "a listening port keeps its factory", methods("connection", "called for each connection", "buildProtocol clientConnectionLost clientConnectionFailed startedConnecting")}
	twistedService = Owner{"process", "an application keeps its services", nil}
	mediaPipeline  = Owner{"process", "a pipeline lives for its crawl", methods("item", "called for each item", "process_item get_media_requests item_completed media_downloaded file_path")}
	interceptor    = Owner{"process", "a gRPC server keeps its interceptors", methods("request", "called for each request", "intercept_service service")}
	namespace      = Owner{"process", "a server keeps its namespaces", map[string]Event{"*": {"event", "called for each event"}}}
	socketServer   = Owner{"process", "a server lives as long as it serves", methods("request", "called for each request", "verify_request process_request finish_request get_request handle_error shutdown_request")}
	hassEntity     = Owner{"process", "Home Assistant keeps its entities", methods("update", "called at each update", "update async_update _handle_coordinator_update")}
	exporter       = Owner{"process", "a provider keeps its exporters and processors", methods("batch", "called for each batch", "export on_emit")}
)

// Keeper reports whether what is called by a name keeps the object that it is passed for as long as the process; a gRPC server's
// generated add_…Servicer_to_server() does.
func Keeper(name string) bool {
	return Keepers[name] || strings.HasPrefix(name, "add_") && strings.HasSuffix(name, "_to_server")
}

// handedBy are the calls by which the instances of an owner come to what keeps them, where it does not make them itself. By the names of Owners.
var handedBy = map[string]string{
	"logging.Handler": "addHandler", "StreamHandler": "addHandler", "QueueHandler": "addHandler", "handlers.BufferingHandler": "addHandler", "logging.Filter": "addFilter",
}

// HandedBy returns the last name of the call by which an instance comes to what keeps it, by the dotted name of its base; "" where there is none.
func HandedBy(base string) string {
	parts := strings.Split(base, ".")
	if n := len(parts); n > 1 {
		if call := handedBy[parts[n-2]+"."+parts[n-1]]; call != "" {
			return call
		}
	}
	return handedBy[parts[len(parts)-1]]
}

// RemovedBy are the calls that take back what a call handed over. Both by the last name.
var RemovedBy = map[string]string{"addHandler": "removeHandler", "addFilter": "removeFilter"}

// OwnerOf looks a base class up by the last two parts of its dotted name, then by the last.
func OwnerOf(dotted string) (Owner, bool) {
	parts := strings.Split(dotted, ".")
	if n := len(parts); n > 1 {
		if o, ok := Owners[parts[n-2]+"."+parts[n-1]]; ok {
			return o, true
		}
	}
	last := Short(dotted)
	if o, ok := Owners[last]; ok {
		return o, true
	}
	if strings.HasSuffix(last, "Servicer") {
		return Owners["Servicer"], true
	}
	return Owner{}, false
}

// CopiesDefaults are base classes whose instances get copies of the values in the class body, or that have none.
var CopiesDefaults = set("BaseModel BaseSettings NamedTuple TypedDict Enum IntEnum StrEnum Flag Struct Model Schema SQLModel Document EmbeddedDocument Serializer ModelSerializer Form ModelForm")

// Registrars hand a function over to be called again and again; the value says what for. By the last name of what is called.
var Registrars = map[string]Event{
	"add_url_rule": {"request", "registered as a route"}, "add_route": {"request", "registered as a route"}, "add_api_route": {"request", "registered as a route"},
	"add_get": {"request", "registered as a route"}, "add_post": {"request", "registered as a route"}, "add_put": {"request", "registered as a route"}, "add_delete": {"request", "registered as a route"},
	"path": {"request", "registered as a route"}, "re_path": {"request", "registered as a route"}, "url": {"request", "registered as a route"}, "Route": {"request", "registered as a route"},
	"get": {"request", "registered as a route"}, "post": {"request", "registered as a route"}, "route": {"request", "registered as a route"},
	"add_middleware": {"request", "registered as middleware"}, "middleware": {"request", "registered as middleware"}, "before_request": {"request", "registered for each request"}, "after_request": {"request", "registered for each request"},
	"add_job": {"task", "a scheduled job"}, "schedule": {"task", "scheduled"}, "every": {"task", "scheduled"}, "PeriodicCallback": {"task", "a periodic callback"}, "LoopingCall": {"task", "a looping call"},
	"addObserver": {"record", "observes log records"}, "startLoggingWithObserver": {"record", "observes log records"}, "register_function": {"request", "registered as a remote procedure"},
	"add_signal_handler": {"event", "a signal handler"}, "add_periodic_task": {"task", "a periodic task"}, "register_error_handler": {"request", "registered for failed requests"},
	"callLater": {"task", "a timer"}, "callFromThread": {"event", "called by the reactor"}, "call_at": {"task", "a timer"}, "add_subscriber": {"event", "subscribed"},
	"Depends": {"request", "a dependency made for each request"}, "Security": {"request", "a dependency made for each request"}, "Provide": {"request", "a dependency made for each request"},
	"call_every": {"task", "a timer"}, "setInterval": {"task", "a timer"}, "async_track_time_interval": {"task", "a timer"},
	"basic_consume": {"message", "consumes messages"}, "consume": {"message", "consumes messages"}, "subscribe": {"message", "subscribed"}, "psubscribe": {"message", "subscribed"},
	"add_callback": {"event", "registered as a callback"}, "register_callback": {"event", "registered as a callback"}, "add_listener": {"event", "registered as a listener"}, "add_event_listener": {"event", "registered as a listener"},
	"addListener": {"event", "registered as a listener"}, "connect": {"event", "connected to a signal"}, "on": {"event", "registered for an event"}, "add_handler": {"event", "registered as a handler"}, "register_handler": {"event", "registered as a handler"},
	"add_event_handler": {"event", "registered as a handler"}, "set_callback": {"event", "registered as a callback"}, "message_callback_add": {"message", "registered for messages"}, "listen": {"event", "registered as a listener"},
	"start_server": {"connection", "called for each connection"}, "serve": {"connection", "called for each connection"}, "create_server": {"connection", "called for each connection"}, "start_unix_server": {"connection", "called for each connection"},
	"MessageHandler": {"message", "a bot handler"}, "CommandHandler": {"message", "a bot handler"}, "CallbackQueryHandler": {"message", "a bot handler"},
	"signal": {"event", "a signal handler"}, "run_in_executor": {"", ""}, "Application": {"request", "the WSGI application"}, "make_server": {"request", "the WSGI application"},
	"addErrback": {"event", "a deferred's callback"}, "addCallback": {"event", "a deferred's callback"}, "addBoth": {"event", "a deferred's callback"}, "add_done_callback": {"event", "runs when a future is done"},
	"async_track_state_change_event": {"event", "called for each state change"}, "async_dispatcher_connect": {"event", "connected to a signal"}, "websocket_route": {"connection", "registered as a route"},
	"call_later": {"task", "a timer"}, "call_soon": {"event", "called by the event loop"}, "call_soon_threadsafe": {"event", "called by the event loop"}, "add_reader": {"event", "called when data arrives"},
}

// CallbackKeyword reports whether a keyword argument takes a function to call again and again.
func CallbackKeyword(name string) bool {
	return strings.HasPrefix(name, "on_") || strings.HasSuffix(name, "callback") || strings.HasSuffix(name, "_handler") || name == "handler" || name == "view_func" || name == "endpoint" || name == "listener"
}

// CalledOnce are registrars whose function runs once for each registration: what a Deferred or a future calls when it has its result. By the last name.
var CalledOnce = set("addCallback addErrback addBoth addCallbacks add_done_callback")

// Unregisters reports whether what is called by a name has an opposite that a with statement calls at its end: add and remove, subscribe and unsubscribe.
func Unregisters(name string) bool {
	words := Words(name)
	return len(words) > 0 && (words[0] == "add" || words[0] == "register" || words[0] == "subscribe" || words[0] == "connect" || words[0] == "attach" || words[0] == "install")
}

// TakesBack reports whether what is called by a name undoes a registration: remove_listener, unsubscribe, off.
func TakesBack(name string) bool {
	words := Words(name)
	return len(words) > 0 && takeBackVerbs[words[0]]
}

var takeBackVerbs = set("remove unsubscribe unregister deregister detach disconnect unbind unobserve unlisten off")

// SignalRegistrars take functions that run when the operating system signals the process: to stop, mostly, or when its operator asks for something.
var SignalRegistrars = set("add_signal_handler signal")

// TakesPathFirst are registrars, with names that much else has too, that take a path before the function.
var TakesPathFirst = set("get post put delete patch head options route path re_path url on connect")

// RunsLater are functions that run another one with the arguments behind it, by the last name, with the position of the function: of executors, event
// loops, reactors and task groups.
var RunsLater = map[string]int{
	"submit": 0, "run_in_executor": 1, "to_thread": 0, "run_sync": 0, "apply_async": 0, "call_soon": 0, "call_soon_threadsafe": 0, "call_later": 1, "call_at": 1,
	"callLater": 1, "callFromThread": 0, "callInThread": 0, "deferToThread": 0, "add_callback": 0, "add_reader": 1, "add_writer": 1, "start_soon": 0, "spawn": 0, "spawn_later": 1,
}

// Starters run a function once, on a thread or task of its own.
var Starters = set("Thread Process create_task ensure_future start_background_task spawn Timer submit run_in_executor run run_until_complete start_soon start_task background_task call_in_background greenlet")

// Cancels are methods that end what runs on its own before its time.
var Cancels = set("cancel kill terminate")

// RunsToEnd are those of them that wait for its end.
var RunsToEnd = set("run run_until_complete")

// Keepers hand an object over to something that lives as long as the process. By the last name of what is called.
var Keepers = set("add_middleware add_cog include_router register_blueprint addHandler add_handler mount add_event_handler add_listener set_provider init_app add_span_processor register_plugin " +
	"add_resource serve_forever run_app run_forever install_opener set_default add_processor register_extension setup_app add_service add_insecure_port set_event_loop_policy atexit.register register_instance " +
	"setLogRecordFactory set_exception_handler Singleton ThreadSafeSingleton register_singleton add_singleton add_route add_websocket_route quickstart graft setServiceParent addService register_namespace add_interceptor ContextVar addObserver register_view serve run_server TCPServer HTTPServer ThreadingHTTPServer make_server start_server")

// longOwners are types from outside whose attributes live as long as the process.
var longOwners = []string{"flask.Flask", "fastapi.FastAPI", "starlette.applications.Starlette", "sanic.Sanic", "quart.Quart", "aiohttp.web.Application", "tornado.web.Application", "discord.", "bottle.Bottle", "celery.Celery", "flask.current_app", "threading.Thread", "sys.modules"}

// shortOwners are types whose attributes live for a request or a call.
var shortOwners = []string{"flask.g", "flask.request", "flask.session", "fastapi.Request", "starlette.requests.Request", "starlette.websockets.WebSocket", "fastapi.WebSocket", "argparse.", "django.http.HttpRequest", "aiohttp.web.Request", "types.SimpleNamespace", "unittest."}

// LongLivedOwner reports whether an object from outside lives as long as the process.
func LongLivedOwner(dotted string) bool { return hasPrefix(dotted, longOwners) }

// ShortLivedOwner reports whether an object from outside lives for a request or a call.
func ShortLivedOwner(dotted string) bool { return hasPrefix(dotted, shortOwners) }

func hasPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// Applications are the parameters of `__call__` by which a WSGI (PEP 3333) or ASGI (asgi.readthedocs.io) application or middleware is known,
// after self.
var Applications = [][]string{{"environ", "start_response"}, {"scope", "receive", "send"}}

// A Signature is a function that a platform calls, known by its name and the names of its first parameters.
type Signature struct {
	Names  map[string]bool
	First  map[string]bool // what the first parameter (after self) may be called
	Second map[string]bool // and the second, nil where the first is enough
	Event  Event
	Keeps  string // why what has such a method lives as long as the process; "" where that is not so
}

// Signatures are the handlers of AWS Lambda and Google Cloud Functions, the responders of Falcon's resources, pipelines and middleware of Scrapy, and
// the hooks of mitmproxy's addons.
var Signatures = []Signature{
	{Names: set("lambda_handler handler"), First: set("event _event"), Second: set("context _context _ ctx lambda_context"), Event: Event{"request", "AWS Lambda calls it for each event"}},
	{Names: set("on_get on_post on_put on_patch on_delete on_head on_options on_websocket"), First: set("req request"), Second: set("resp response ws"), Event: Event{"request", "Falcon calls it for each request"}},
	{Names: set("process_request process_resource process_response"), First: set("req"), Second: set("resp"), Event: Event{"request", "a Falcon middleware called for each request"}},
	{Names: set("process_item"), First: set("item"), Second: set("spider"), Event: Event{"item", "Scrapy calls it for each item"}},
	{
		Names: set("process_request process_response process_exception process_spider_output process_spider_input"), First: set("request response"), Second: set("spider request result response exception"),
		Event: Event{"request", "Scrapy calls it for each request"},
	},
	{
		Names: set("request requestheaders response responseheaders error http_connect tcp_start tcp_message tcp_end tcp_error udp_start udp_message udp_end udp_error websocket_start websocket_message websocket_end dns_request dns_response"),
		First: set("flow"), Event: Event{"request", "mitmproxy calls an addon for each flow"}, Keeps: "mitmproxy keeps its addons",
	},
}

// EndHooks are methods, without parameters, that a platform calls once at the end of what it keeps for a signature.
var EndHooks = set("done")

// Words splits snake_case and camelCase: HTTPClient is http and client.
func Words(name string) []string {
	var out []string
	start := 0
	flush := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(name[start:end]))
		}
	}
	lower := func(i int) bool { return i < len(name) && name[i] >= 'a' && name[i] <= 'z' }
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '_' || c >= '0' && c <= '9':
			flush(i)
			start = i + 1
		case c >= 'A' && c <= 'Z' && i > start && (lower(i-1) || lower(i+1) && lower(i+2)):
			flush(i)
			start = i
		}
	}
	flush(len(name))
	return out
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// EndlessIterables are calls whose result, iterated, does not end: itertools.count and cycle, and the consumers of kafka-python and aiokafka.
var EndlessIterables = map[string]bool{"itertools.count": true, "itertools.cycle": true, "kafka.KafkaConsumer": true, "aiokafka.AIOKafkaConsumer": true}
