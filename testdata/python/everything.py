"""One of everything that the lowering tells apart."""
from __future__ import annotations
import os.path as osp, sys
from . import (sibling as s, other)
from ..parent import *

CACHE: dict[str, int] = {}
a = b = CACHE["x", 1]


@app.route("/x")
@other.decorator
async def f(p, q: int = 3, /, r=None, *args, k=(), **kw) -> Dict[str, int]:
    """doc"""
    global CACHE
    x = y = self.z[p, 1]
    try:
        CACHE[f"a{p!r:>{q}}b" "c"] = 1
    except (E, F) as e:
        raise X from e
    else:
        x += 1
    finally:
        del CACHE[p], q
    try:
        pass
    except* G:
        pass
    if p:
        pass
    elif len(x) >= 3:
        return
    elif not y:
        yield x
    else:
        yield y
    type(p).shared = {}
    type(p).typed: dict = {}
    first, \
        second = *p.items(), f"{p:{x}d}"
    async with p as b, c:
        pass
    with (open(p) as h, k):
        assert h, "message"
    async for i, (j, *rest) in x.items():
        d += [i for i in x if i if not j for z in i]
    while True:
        break
    match q:
        case Foo(x=1, y=z) if z:
            pass
        case A(_) | [1, *_]:
            pass
        case {"k": v, **more}:
            pass
        case str(t):
            pass
        case G.H(u, z=v):
            pass
    t = {1: 2, **kw}, {3, 4}, [5, *args], (6,), {k: v for k, v in x}, {w for w in x}
    u = (lambda u, *v, w=1: u if p else b)(n := 3, *args, key=await g(), **kw)


class C(Base, metaclass=Meta):
    items: list = []

    def m(self):
        nonlocal_name = self.items[-3:]
        return -1 + 2 % 3 is not None and "x" not in nonlocal_name



def plain(values):
    yield from (values +
more)  # growlint: ignore[any] a comment
    total = f(  # growlint: ignore[other] inside brackets
        a.
  b)
