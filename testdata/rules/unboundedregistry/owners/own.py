"""What a class takes out that puts modules in itself are its own."""

import sys
import types
import uuid


class Loader:
    def load(self, code):
        name = f"script_{uuid.uuid4().hex}"
        sys.modules[name] = module = types.ModuleType(name)  # want "registry sys.modules grows with every request to Loader.load"
        exec(code, module.__dict__)
        return module.result


class Preview:
    def show(self, code):
        name = f"preview_{uuid.uuid4().hex}"
        sys.modules[name] = module = types.ModuleType(name)
        try:
            exec(code, module.__dict__)
            return module.result
        finally:
            del sys.modules[name]
