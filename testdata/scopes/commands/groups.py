"""Commands of a group of the tree, and what they start: a tool that ends, a service that goes on."""

import asyncio
from functools import partial

import click
from flask.cli import FlaskGroup


class Group(FlaskGroup):
    pass


own_group = partial(click.group, cls=Group)


@click.group(cls=Group)
def cli():
    pass


@cli.command("import")
@click.option("--path")
@click.pass_context
def load(context, path):  # runs: in a command
    read(path)


def read(path):  # runs: in a command
    return path


@cli.group()
def users():  # runs: in a command
    pass


@users.command()
def create():  # runs: in a command
    pass


@own_group()
def rooms():
    pass


@rooms.command()
def rename():  # runs: in a command
    pass


class Reader:  # scope: call
    async def run(self):
        return None


@cli.command()
def once():  # runs: in a command
    reader = Reader()
    asyncio.run(reader.run())


class Bot:  # scope: process
    async def step(self):  # runs: again per iteration
        pass


@cli.command()
def serve():  # runs: at set-up
    asyncio.run(forever(0.5))


async def forever(pause):
    bot = Bot()
    while True:
        await bot.step()
        await asyncio.sleep(pause)


class Service:  # scope: process
    async def run(self):
        while True:
            await asyncio.sleep(1)


@cli.command()
def start():  # runs: at set-up
    service = Service()
    asyncio.get_event_loop().run_until_complete(service.run())
