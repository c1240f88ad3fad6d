"""Resources that are made while they are looked for."""

from twisted.web import resource, server


class Page(resource.Resource):
    def render_GET(self, request):
        return b""


class Builds(resource.Resource):
    def getChild(self, path, request):
        child = Page()
        self.putChild(path, child)  # want "listeners Builds grows with every request to Builds.getChild"
        return child


class Front(resource.Resource):
    def __init__(self):
        super().__init__()
        self.putChild(b"builds", Builds())

    def getChild(self, path, request):
        self.putChild(b"last", Page())
        return self


site = server.Site(Front())
