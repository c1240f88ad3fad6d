"""Objects that are read, built or passed anew for each call are filled once each; those that are kept, or handed out again, are filled again and again."""

import threading

from flask import Flask, request

app = Flask(__name__)


class Entry:
    def __init__(self, name):
        self.name = name
        self.roles = []


class Account:
    def __init__(self, name):
        self.name = name
        self.roles = []


class Users:
    def __init__(self):
        self.accounts = [Account("root")]

    def read(self, names):
        entries, rest = self._entries(names)
        self._use_roles(entries)
        self._grant(self.accounts)
        return entries, rest

    def _entries(self, names):
        entries = []
        for name in names:
            try:
                entry = Entry(name)
            except ValueError:
                print(name)
            else:
                entries.append(entry)
        return entries, len(names)

    def _use_roles(self, entries):
        for entry in entries:
            roles = entry.roles
            roles += ["reader"]

    def _grant(self, accounts):
        for account in accounts:
            roles = account.roles
            roles += ["reader"]  # want "list Account.roles grows with every request"


class Reply:
    def __init__(self):
        self.parts = []


class Page:
    def __init__(self):
        self.parts = []


class Letter:
    def __init__(self):
        self.lines = []


class Pages:
    def __init__(self):
        self.last = Page()
        self.letter = Letter()

    def reply(self, text):
        reply = self.make_reply()
        reply.parts.append(text)
        return reply

    def make_reply(self):
        reply = Reply()
        print("made")
        return reply

    def page(self, text):
        page = self.get_page()
        page.parts.append(text)  # want "list Page.parts grows with every request"
        return page

    def get_page(self):
        if self.last is None:
            return Page()
        return self.last

    def letters(self, text):
        write(Letter(), text)
        write(self.letter, text)


def write(letter, text):
    letter.lines.append(text)  # want "list Letter.lines grows with every request"


class Form:
    def __init__(self):
        self.fields = []

    def add_field(self, name):
        self.fields.append(name)


class Sheet:
    def __init__(self):
        self.fields = []

    def add_field(self, name):
        self.fields.append(name)  # want "list Sheet.fields grows with every request"


standard, sheet = Form(), Sheet()
standard.add_field("name")
sheet.add_field("name")


def fill(name):
    form = Form()
    form.add_field(name)
    sheet.add_field(name)
    return form


users = Users()
pages = Pages()
kept = [Entry("first"), Reply()]


@app.route("/")
def show():
    users.read(request.args["names"].split())
    pages.reply(request.args["text"])
    pages.page(request.args["text"])
    pages.letters(request.args["text"])
    fill(request.args["text"])
    return ""
