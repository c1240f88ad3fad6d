"""What a signal to the process calls runs when its operator asks for it, or at the end."""

import asyncio
import signal


class Service:  # scope: process
    def __init__(self):
        self.tasks = []

    def reload(self):  # runs: at shutdown
        self.tasks.append("again")

    def stop(self, number, frame):  # runs: at shutdown
        self.tasks.clear()

    async def serve(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGHUP, self.reload)
        signal.signal(signal.SIGTERM, self.stop)
        while True:
            await asyncio.sleep(1)


asyncio.run(Service().serve())
