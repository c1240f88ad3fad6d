"""Keys of which somebody set up a small number, and keys of which there are as many as there are users and messages."""

import datetime

import discord
from discord.ext import commands
from flask import Flask, request

app = Flask(__name__)


class Locales(commands.Cog):
    def __init__(self):
        self.by_guild = {}
        self.by_channel = {}
        self.by_author = {}  # of users there is no end
        self.by_bucket = {}  # whatever a pair is called that has one in it

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message):
        guild, channel, author = message.guild, message.channel, message.author
        self.by_guild[guild.id] = "en"
        self.by_channel[channel.id] = "en"
        self.by_author[author.id] = "en"  # want "dict Locales.by_author grows"
        bucket = (guild.id, author.id)
        self.by_bucket[bucket] = "en"  # want "dict Locales.by_bucket grows"


class Hours:
    def __init__(self):
        self.by_weekday = {}
        self.by_month = {}
        self.by_endpoint = {}
        self.by_path = {}
        self.by_time = {}
        self.by_zone = {}

    def count(self):
        now = datetime.datetime.now()
        self.by_weekday[now.weekday()] = 1
        self.by_month[now.month] = 1
        self.by_endpoint[request.endpoint] = 1
        self.by_path[request.path] = 1  # want "dict Hours.by_path grows with every request"
        zone = (now.month, now.weekday())
        self.by_zone[zone] = 1
        self.by_time[now] = 1  # want "dict Hours.by_time grows with every request"


hours = Hours()


@app.route("/")
def index():
    hours.count()
    return ""


class Models:
    """Of what a message names, the models and cameras are few; whoever sends a request may name any."""

    def __init__(self, bus):
        self.states = {}
        self.by_track = {}
        self.asked = {}
        self.by_tool = {}
        self.by_thing = {}
        self.by_lock = {}
        self.by_label = {}
        bus.subscribe(self.receive)

    def receive(self, message):
        model = message["model"]
        self.states[model] = message["state"]
        self.by_track[message["track_id"]] = model  # want "dict Models.by_track grows with every message"
        self.by_tool[message.tool_name] = 1
        self.by_label[message.label, message.arch] = 1
        self.by_thing[message.user_name] = 1  # want "dict Models.by_thing grows with every message"
        self.by_lock[message.lock_name] = 1  # want "dict Models.by_lock grows with every message"

    def ask(self):
        self.asked[request.args["model"]] = 1  # want "dict Models.asked grows with every request"


models = Models(app.extensions["bus"])


@app.route("/models")
def ask():
    models.ask()
    return ""
