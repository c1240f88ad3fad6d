"""What a key is called, and where it is taken from: what tells things from outside apart, and what is one of few."""

import random
import threading

from flask import Flask, request

app = Flask(__name__)


class Links:
    """The last word says what a key is: an id of requests and clients, not what belongs to them."""

    def __init__(self):
        self.by_request = {}
        self.by_client = {}
        self.by_family = {}
        self.by_details = {}
        self.by_me = {}
        self.by_node = {}
        self.by_address = {}
        self.by_url = {}
        self.relayed = {}
        self.by_uid = {}
        self.by_member = {}
        self.clients = {}
        self.by_router = {}
        self.router_uid = "r1"

    def run(self, link):
        while True:
            self.count(link.router_uid, link.uid)
            self.connect(link.api_key, link.url)
            self.follow(link.request_id, link.client_address, link.task_family, link.session_details, link.my_peer)
            self.relay(link.address, link.url)
            self.balance(link.node_ip)

    def follow(self, request_id, client_address, task_family, session_details, my_peer):
        self.by_request[request_id] = 1  # want "dict Links.by_request grows"
        self.by_client[client_address] = 1  # want "dict Links.by_client grows"
        self.by_family[task_family] = 1
        self.by_details[session_details] = 1
        self.by_me[my_peer] = 1

    def count(self, router_uid, member):
        uid = router_uid or self.router_uid
        self.by_router[uid] = 1
        self.note(member)

    def note(self, member):
        uid = member
        self.by_uid[uid] = 1  # want "dict Links.by_uid grows"
        user_uid = member
        self.by_member[user_uid] = 1  # want "dict Links.by_member grows"

    def connect(self, api_key, url):
        client_key = f"{api_key}--{url}"
        self.clients[client_key] = 1  # the client is one's own

    def balance(self, node_ip):
        self.by_node[node_ip] = 1

    def relay(self, address, url):
        self.by_address[address] = 1  # addresses may be those of a few servers
        self.by_url[url] = 1


links = Links()
threading.Thread(target=links.run, args=(app,)).start()


class Picks:
    """One of those at hand is no new one; a number drawn at random is."""

    NODES = ("a", "b", "c")

    def __init__(self, sinks):
        self.sinks = sinks
        self.tried = {}
        self.drawn = {}
        self.failures = {}
        self.seen = {}
        self.by_owner = {}
        self.by_agent = {}
        self.moved = {}
        self.unbound = {}  # under a name that nothing binds: a star import, perhaps
        self.named = {}

    def pick(self, job):
        self.tried[random.choice(self.NODES)] = 1
        self.drawn[random.getrandbits(64)] = 1  # want "dict Picks.drawn grows with every request"
        self.named["".join(random.choice("abcdef") for _ in range(8))] = 1  # want "dict Picks.named grows with every request"
        for sink in self.sinks:
            self.failures[id(sink)] = 1
        self.unbound[id(nowhere)] = 1  # want "dict Picks.unbound grows with every request"
        self.seen[id(job)] = 1  # want "dict Picks.seen grows with every request"

    def owners(self):
        self.by_owner[request.environ.get("app.owner")] = 1  # a middleware put it there
        self.by_agent[request.environ["HTTP_USER_AGENT"]] = 1  # want "dict Picks.by_agent grows with every request"


    def follow(self, session):
        answer = session.send()
        self.moved[answer.headers["location"]] = 1  # want "dict Picks.moved grows with every request"


picks = Picks([print, repr])


@app.route("/pick")
def pick():
    picks.pick(object())
    picks.owners()
    picks.follow(app.extensions["session"])
    return ""
