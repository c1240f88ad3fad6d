"""The services that the gateway knows, read once when it starts."""

import json
from pathlib import Path


def load(path="upstreams.json"):
    return json.loads(Path(path).read_text())


UPSTREAMS = load()
