"""discord.py, aiogram, errbot, IRC."""

import discord
from aiogram import Router
from discord.ext import commands
from errbot import BotPlugin, botcmd
from twisted.words.protocols import irc

router = Router()


class Music(commands.Cog):  # scope: process
    @commands.command()
    async def play(self, ctx):  # runs: again per message
        pass

    @commands.Cog.listener()
    async def on_message(self, message):  # runs: again per event
        pass


class Panel(discord.ui.View):  # scope: connection
    async def interaction_check(self, interaction):  # runs: again per event
        return True


@router.message()
async def hello(message):  # runs: again per message
    pass


class Notes(BotPlugin):  # scope: process
    @botcmd
    def note(self, message, args):  # runs: again per message
        return args


class Relay(irc.IRCClient):  # scope: connection
    def privmsg(self, user, channel, message):  # runs: again per message
        pass
