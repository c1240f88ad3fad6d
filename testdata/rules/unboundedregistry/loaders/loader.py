"""Modules loaded for each request, under a name made for it."""

import importlib.util
import os
import sys
import types
import uuid

from fastapi import FastAPI

app = FastAPI()


@app.post("/run")
async def run(code: str):
    name = f"script_{uuid.uuid4().hex}"
    module = types.ModuleType(name)
    sys.modules[name] = module  # want "registry sys.modules grows with every request"
    exec(code, module.__dict__)
    return module.result


def plugin(name):
    spec = importlib.util.find_spec(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    os.environ["PLUGIN"] = name
    return module
