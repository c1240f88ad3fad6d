import discord
from discord import app_commands
from discord.ext import commands


class Chat(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.talks = {}
        self.rooms = {}

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message):
        self.talks[message.author.id] = message.content  # want "dict Chat.talks grows.*only when a user asks for reset_talk"
        self.rooms[message.channel.id] = message.content

    @app_commands.command()
    async def reset_talk(self, interaction: discord.Interaction):
        self.talks.pop(interaction.user.id, None)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel):
        self.rooms.pop(channel.id, None)
