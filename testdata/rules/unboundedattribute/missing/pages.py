"""The same in an object that lives long, read by the methods of the dict's own class, too."""

from fastapi import FastAPI

app = FastAPI()


class Templates(dict):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def __missing__(self, name):
        with open(f"{self.folder}/{name}") as f:
            self[name] = f.read()
        return self[name]

    def render(self, name):
        return self[name].upper()  # want "dict Site.templates grows with every request"


class Site:
    def __init__(self):
        self.templates = Templates("templates")

    def page(self, name):
        return self.templates.render(name)


class Draft:
    """Made for one request."""

    def __init__(self):
        self.pages = Templates("drafts")

    def page(self, name):
        return self.pages[name]


site = Site()


@app.get("/{name}")
def page(name: str):
    return site.page(name) + Draft().page(name)
