"""Bottle, Pyramid, CherryPy, Sanic, aiohttp."""

import cherrypy
from aiohttp import web
from bottle import route
from pyramid.view import view_config
from sanic import Sanic
from sanic.views import HTTPMethodView

sanic = Sanic("x")


@route("/hello")
def hello():  # runs: again per request
    return "x"


@view_config(route_name="orders")
def orders(request):  # runs: again per request
    return request


class Root:  # scope: process
    @cherrypy.expose
    def index(self):  # runs: again per request
        return "x"


@sanic.get("/s")
async def s(request):  # runs: again per request
    return request


class One(HTTPMethodView):  # scope: request
    async def get(self, request):  # runs: again per request
        return request


async def handle(request):  # runs: again per request
    return web.Response()


class Rates:  # scope: process
    pass


def make():
    app = web.Application()
    app["rates"] = Rates()
    app.router.add_get("/", handle)
    return app


if __name__ == "__main__":
    cherrypy.quickstart(Root())
