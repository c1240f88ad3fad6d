from flask import Flask, request

app = Flask(__name__)


class Page:
    def __init__(self):
        self.parts = []

    def add(self, part):
        self.parts.append(part)


class Log:
    def __init__(self):
        self.lines = []

    def add(self, part):
        self.lines.append(part)  # want "list Log.lines grows with every request"


log = Log()


@app.get("/")
def index():
    page = Page()
    page.add(request.path)
    log.add(request.path)
    return page


class Menu:
    def __init__(self, names):
        self.items = []
        for name in names:
            self.items.append(name)


menu = None


@app.get("/menu")
def show():
    global menu
    menu = Menu(request.args)
    return menu
