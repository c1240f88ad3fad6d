"""Print the facts of Python files as Python's own parser sees them, in the form of growlint's `debug facts --format json`.

Usage: facts.py < PATHS    one path a line; prints one JSON object a line, in the same order:

    {"path": ..., "facts": {...}, "fstrings": [[from, to], ...]}    or    {"path": ..., "refused": "SyntaxError: ..."}

Columns are 1-based and count bytes of UTF-8. Before Python 3.12 `ast` does not know where an expression inside an f-string stands:
such places are those of the whole f-string, and "fstrings" says which those are.
"""

import ast
import json
import re
import sys
import warnings

PLACES_IN_FSTRINGS = sys.version_info >= (3, 12)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CONTAINERS = {
    ast.List: "list",
    ast.Set: "set",
    ast.Dict: "dict",
    ast.ListComp: "list comprehension",
    ast.SetComp: "set comprehension",
    ast.DictComp: "dict comprehension",
}
DEFINITION = re.compile(rb"(?:async(?:[ \t\f]|\\\r?\n)+)?(?:def|class)(?:[ \t\f]|\\\r?\n)+")


class Scope:
    def __init__(self, kind, name, place, parent):
        self.kind, self.name, self.place, self.parent = kind, name, place, parent
        self.bound, self.globals, self.nonlocals = set(), set(), set()

    def resolve_outer(self, name):
        """The scope that a nonlocal name belongs to."""
        s = self.parent
        while s is not None and (s.kind in ("class", "comprehension") or name not in s.bound or name in s.nonlocals):
            s = s.parent
        return s


class Facts(ast.NodeVisitor):
    def __init__(self, source, text):
        self.lines = text.split(b"\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.text = text
        self.bom = 3 if source.startswith(b"\xef\xbb\xbf") else 0
        self.scopes = []
        self.fstring = None
        self.out = {k: [] for k in ("imports", "calls", "decorators", "defaults", "containers", "stores", "deletes")}
        self.fstrings = []

    # Places

    def at(self, line, col):
        return {"line": line, "column": col + 1 + (self.bom if line == 1 else 0)}

    def place(self, node):
        if self.fstring is not None and not PLACES_IN_FSTRINGS:
            node = self.fstring
        return self.at(node.lineno, node.col_offset)

    def name_place(self, node):
        """Where the name of a definition stands."""
        start = self.starts[node.lineno - 1] + node.col_offset
        offset = DEFINITION.match(self.text, start).end()
        line = node.lineno + self.text.count(b"\n", start, offset)
        return self.at(line, offset - self.starts[line - 1])

    def add(self, kind, node, **more):
        self.out[kind].append({**self.place(node), **more})

    # Scopes

    def open(self, kind, name, place):
        parent = self.scopes_open[-1] if self.scopes_open else None
        scope = Scope(kind, name, place, parent)
        self.scopes.append(scope)
        self.scopes_open.append(scope)
        return scope

    def close(self):
        self.scopes_open.pop()

    @property
    def scope(self):
        return self.scopes_open[-1]

    def qualified(self, name):
        return self.scope.name + "." + name if self.scope.name else name

    def bind(self, name):
        self.scope.bound.add(name)

    def around(self):
        return self.scope.name

    def run(self, tree):
        self.scopes_open = []
        self.open("module", "", {"line": 1, "column": 1})
        self.generic_visit(tree)
        self.close()
        return self

    def visit_Global(self, node):
        self.scope.globals.update(node.names)

    def visit_Nonlocal(self, node):
        self.scope.nonlocals.update(node.names)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.bind(node.id)
        if isinstance(node.ctx, ast.Del):
            self.add("deletes", node, what=node.id, of=self.around())

    def visit_NamedExpr(self, node):
        s = self.scope
        while s.kind == "comprehension":
            s = s.parent
        s.bound.add(node.target.id)
        self.visit(node.value)

    def visit_ExceptHandler(self, node):
        if node.name:
            self.bind(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node):
        if node.name:
            self.bind(node.name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node):
        if node.rest:
            self.bind(node.rest)
        self.generic_visit(node)

    def type_params(self, node):
        for p in getattr(node, "type_params", ()):
            self.bind(p.name)
            self.generic_visit(p)

    def visit_TypeAlias(self, node):
        self.bind(node.name.id)

    def visit_FunctionDef(self, node):
        self.bind(node.name)
        name = self.qualified(node.name)
        self.decorators(node, name)
        self.outer_parts(node.args, name)
        if node.returns:
            self.visit(node.returns)
        self.open("function", name, self.name_place(node))
        self.type_params(node)
        self.parameters(node.args)
        for s in node.body:
            self.visit(s)
        self.close()

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        name = self.qualified("<lambda>")
        self.outer_parts(node.args, name)
        self.open("lambda", name, self.place(node))
        self.parameters(node.args)
        self.visit(node.body)
        self.close()

    def visit_ClassDef(self, node):
        self.bind(node.name)
        name = self.qualified(node.name)
        self.decorators(node, name)
        for b in node.bases + node.keywords:
            self.visit(b)
        self.open("class", name, self.name_place(node))
        self.type_params(node)
        for s in node.body:
            self.visit(s)
        self.close()

    def decorators(self, node, name):
        for d in node.decorator_list:
            self.add("decorators", d, what=render(d), of=name)
            self.visit(d)

    def outer_parts(self, args, name):
        """Defaults and annotations are evaluated in the scope around the function."""
        positional = args.posonlyargs + args.args
        pairs = list(zip(positional[len(positional) - len(args.defaults) :], args.defaults))
        pairs += [(a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults) if d is not None]
        for a, d in pairs:
            self.add("defaults", d, what=a.arg, of=name)
            self.visit(d)
        for a in all_args(args):
            if a.annotation:
                self.visit(a.annotation)

    def parameters(self, args):
        for a in all_args(args):
            self.bind(a.arg)

    def comprehension(self, node):
        first = node.generators[0]
        self.container(node)
        self.visit(first.iter)
        self.open("comprehension", self.scope.name, self.place(node))
        for g in node.generators:
            if g is not first:
                self.visit(g.iter)
            self.visit(g.target)
            for c in g.ifs:
                self.visit(c)
        for part in ("elt", "key", "value"):
            if getattr(node, part, None) is not None:
                self.visit(getattr(node, part))
        self.close()

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension

    # What happens

    def visit_Import(self, node):
        for a in node.names:
            self.bind(a.asname or a.name.split(".")[0])
            self.add("imports", a, module=a.name, name="", **{"as": a.asname or ""})

    def visit_ImportFrom(self, node):
        module = "." * node.level + (node.module or "")
        for a in node.names:
            if a.name == "*":
                self.add("imports", node, module=module, name="*", **{"as": ""})
                continue
            self.bind(a.asname or a.name)
            self.add("imports", a, module=module, name=a.name, **{"as": a.asname or ""})

    def visit_Call(self, node):
        keywords = [k.arg or "**" for k in node.keywords]
        self.add("calls", node, callee=render(node.func), positional=len(node.args), keywords=keywords)
        self.generic_visit(node)

    def container(self, node):
        word = CONTAINERS.get(type(node))
        if word and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            self.add("containers", node, what=word, of=self.around())

    def visit_List(self, node):
        self.container(node)
        self.generic_visit(node)

    visit_Set = visit_Dict = visit_List

    def visit_Attribute(self, node):
        if isinstance(node.ctx, ast.Store):
            self.add("stores", node, what=render(node), of=self.around())
        if isinstance(node.ctx, ast.Del):
            self.add("deletes", node, what=render(node), of=self.around())
        self.generic_visit(node)

    visit_Subscript = visit_Attribute

    def visit_JoinedStr(self, node):
        outermost = self.fstring is None
        if outermost:
            self.fstring = node
            self.fstrings.append([self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)])
        self.generic_visit(node)
        if outermost:
            self.fstring = None

    def result(self):
        for s in self.scopes:
            for name in [n for n in s.bound if n in s.globals]:
                s.bound.discard(name)
                self.scopes[0].bound.add(name)
        for s in self.scopes:
            for name in [n for n in s.bound if n in s.nonlocals]:
                outer = s.resolve_outer(name)
                s.bound.discard(name)
                (outer or self.scopes[0]).bound.add(name)
        scopes = [
            {**s.place, "kind": s.kind, "name": s.name, "binds": sorted(s.bound), "global": sorted(s.globals), "nonlocal": sorted(s.nonlocals)}
            for s in self.scopes
        ]
        facts = {"scopes": scopes, **self.out}
        for key in facts:
            facts[key] = sorted(facts[key], key=lambda x: (x["line"], x["column"]))
        return facts


def all_args(args):
    return args.posonlyargs + args.args + [a for a in (args.vararg,) if a] + args.kwonlyargs + [a for a in (args.kwarg,) if a]


def render(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return render(node.value) + "." + node.attr
    if isinstance(node, ast.Call):
        return render(node.func) + "()"
    if isinstance(node, ast.Subscript):
        return render(node.value) + "[]"
    return "?"


def decoded(source):
    """The source as UTF-8 with \\n at the end of lines, as the parser counts it."""
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = source.decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def describe(path):
    with open(path, "rb") as f:
        source = f.read()
    try:
        tree = ast.parse(source)
        compile(tree, path, "exec", dont_inherit=True)  # refuses some that ast.parse lets through
        text = decoded(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, UnicodeDecodeError, LookupError) as e:
        return {"path": path, "refused": f"{type(e).__name__}: {e}"}
    facts = Facts(source, text).run(tree)
    return {"path": path, "facts": facts.result(), "fstrings": [] if PLACES_IN_FSTRINGS else facts.fstrings}


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    for line in sys.stdin:
        print(json.dumps(describe(line.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    main()
