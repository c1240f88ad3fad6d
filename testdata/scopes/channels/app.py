from channels.generic.websocket import AsyncWebsocketConsumer


class Room(AsyncWebsocketConsumer):  # scope: connection
    async def connect(self):  # runs: again per message
        await self.accept()

    async def receive(self, text_data=None):  # runs: again per message
        pass
