"""What an object makes for itself and hands its own method to does not keep it alive."""

from flask import Flask, request

app = Flask(__name__)


class CampaignManager:  # scope: request
    def __init__(self, log):
        self.log = log


class Adapter:  # scope: request
    def __init__(self, name):
        self.name = name
        self.campaigns = CampaignManager(log=self.write)

    def write(self, text):
        print(self.name, text)


class ProbeManager:  # scope: call
    def __init__(self, log):
        self.log = log


class Probe:  # scope: call
    def __init__(self, name):
        self.name = name
        self.manager = ProbeManager(self.write)

    def write(self, text):
        print(self.name, text)


def check(name):
    Probe(name).manager.log("checked")


class PluginManager:  # scope: process
    def __init__(self):
        self.log = None


class Kept:  # scope: process
    def __init__(self, name):
        self.name = name

    def write(self, text):
        print(self.name, text)


plugins = PluginManager()


@app.route("/")
def show():
    Adapter(request.args["name"]).campaigns.log("shown")
    kept = Kept(request.args["name"])
    if plugins.log is None:
        plugins.log = kept.write
    return ""
