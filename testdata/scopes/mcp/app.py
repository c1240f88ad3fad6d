from mcp.server.fastmcp import FastMCP

mcp = FastMCP("orders")


class Memory:  # scope: process
    def keep(self, key):  # runs: again per request
        return key


memory = Memory()


@mcp.tool()
def place(order: str):  # runs: again per request
    memory.keep(order)
