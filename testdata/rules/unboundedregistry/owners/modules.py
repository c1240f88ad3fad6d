"""One class puts modules in, another takes them out."""

import sys
import types
import uuid


class Loader:
    def load(self, code):
        name = f"script_{uuid.uuid4().hex}"
        sys.modules[name] = module = types.ModuleType(name)
        exec(code, module.__dict__)
        return module


class Cleaner:
    def forget(self, module):
        sys.modules.pop(module.__name__, None)
