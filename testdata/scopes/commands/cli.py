"""A command runs once; one that serves is the main function of a service."""

import click
import uvicorn


class Importer:  # scope: call
    def load(self, path):
        pass


@click.command()
@click.argument("path")
def load(path):  # runs: in a command
    Importer().load(path)


class Service:  # scope: process
    def handle(self, request):
        pass


@click.command()
def serve():  # runs: at set-up
    service = Service()
    uvicorn.run(service)
