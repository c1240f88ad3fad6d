"""Modules that code makes at run time are called what it likes."""

import sys
import uuid
from types import ModuleType

from fastapi import FastAPI

app = FastAPI()


class Runner:
    def new_module(self):
        return ModuleType("script_" + uuid.uuid4().hex)

    def known_module(self):
        return ModuleType("script")


runner = Runner()


@app.post("/run")
async def run():
    module = runner.new_module()
    sys.modules[module.__name__] = module  # want "registry sys.modules grows with every request to run"
    return module


@app.post("/known")
async def known():
    module = runner.known_module()
    sys.modules[module.__name__] = module
    return module
