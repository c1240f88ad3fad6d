"""Runs other linters and growlint on the same known leaks and counts what each finds.

    python testdata/peers/peers.py --growlint BIN --repos DIR --corpus FILE [--bin DIR]

FILE has one JSON object a line: id, repo (owner/name), buggy_commit, path, growth_lines, container, strength and level. DIR of --repos holds bare clones
named OWNER+NAME/repo. --bin is the folder of ruff, pylint and flake8 (with flake8-bugbear); without it they are taken from PATH.

A leak counts as found where a finding stands in its file within a line of a growth, or on a line that names the container: for the others that includes the
line that makes it. The rules of the others look at one file at a time, so they get the file at that commit; growlint gets the commit. A file that a tool cannot
parse counts as not found, and how many there were is printed.
"""

import argparse
import json
import os
import re
import subprocess
import tempfile

RUFF = "B019,RUF012,RUF006,B006"
PYLINT = "method-cache-max-size-none,dangerous-default-value"
BUGBEAR = "B019,B006"


def output(command, **kwargs):
    return subprocess.run(command, capture_output=True, text=True, **kwargs).stdout


def tails(container):
    """The last names of 'Class._a / _b (note)', '@decorator on func', 'func.<locals>.memo[*]'."""
    words = re.sub(r"[/()]", " ", container).split()
    return {w.lstrip("@").split("[")[0].split(".")[-1] for w in words if any(c.isalpha() for c in w)} - {"on", "via", "and"}


def ruff(tool, path):
    text = output([tool, "check", "--isolated", "--no-cache", "--select", RUFF, "--output-format", "json", path])
    found = json.loads(text or "[]")
    broken = any((f["code"] or "invalid-syntax") == "invalid-syntax" for f in found)
    return [(f["code"], f["location"]["row"]) for f in found if f["code"] in RUFF.split(",")], broken


def pylint(tool, path):
    text = output([tool, "--rcfile", os.devnull, "--disable", "all", "--enable", PYLINT, "--output-format", "json", path])
    found = json.loads(text or "[]")
    broken = any(f["type"] in ("error", "fatal") for f in found)
    return [(f["message-id"], f["line"]) for f in found if f["type"] == "warning"], broken


def bugbear(tool, path):
    lines = output([tool, "--isolated", "--select", BUGBEAR + ",E9", "--format", "%(code)s %(row)d", path]).split("\n")
    found = [(line.split()[0], int(line.split()[1])) for line in lines if re.fullmatch(r"\w+ \d+", line)]
    return [f for f in found if f[0].startswith("B0")], any(f[0].startswith("E9") for f in found)


PEERS = {"ruff": ("ruff", ruff), "pylint": ("pylint", pylint), "flake8-bugbear": ("flake8", bugbear)}


def growlint(tool, repo, row):
    text = output([tool, "check", "--repo", repo, "--rev", row["buggy_commit"], "--level", "note", "--format", "json"])
    return [f for f in json.loads(text)["findings"] if f["path"] == row["path"] or any(g["path"] == row["path"] for g in f["growth"])]


def near(line, row):
    return any(abs(line - n) <= 1 for n in row["growth_lines"])


def hits(found, row, source):
    """Which rules of another linter speak of the leak."""
    names = tails(row["container"])
    out = set()
    for rule, line in found:
        # a decorator is reported at itself or at the def under it
        words = set(re.findall(r"\w+", " ".join(source[line - 1 : line + 1])))
        if near(line, row) or names & words:
            out.add(rule)
    return out


def ours(findings, row):
    names, best = tails(row["container"]), None
    for f in findings:
        at = [(g["path"], g["line"]) for g in f["growth"]] + [(f["path"], f["line"])]
        if any(p == row["path"] and near(n, row) for p, n in at) or f["path"] == row["path"] and names & tails(f["symbol"]):
            best = "warning" if f["level"] in ("warning", "error") or best == "warning" else "note"
    return best


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--growlint", required=True)
    ap.add_argument("--repos", required=True)
    ap.add_argument("--corpus", required=True)
    ap.add_argument("--bin", default="")
    args = ap.parse_args()
    with open(args.corpus) as f:
        rows = [json.loads(line) for line in f if line.strip()]
    rows = [r for r in rows if r.get("strength", "confirmed") == "confirmed" and r.get("level", "warning") == "warning"]
    tools = {name: os.path.join(args.bin, exe) if args.bin else exe for name, (exe, _) in PEERS.items()}
    found = {name: {} for name in tools} | {"growlint": {}}
    total, broken = dict.fromkeys(tools, 0), dict.fromkeys(tools, 0)
    for row in rows:
        repo = os.path.join(args.repos, row["repo"].replace("/", "+"), "repo")
        repo = repo + "/.git" if os.path.isdir(repo + "/.git") else repo
        with tempfile.TemporaryDirectory() as folder:
            archive = subprocess.run(["git", "--git-dir", repo, "archive", row["buggy_commit"], row["path"]], capture_output=True, check=True).stdout
            subprocess.run(["tar", "x", "-C", folder], input=archive, check=True)
            path = os.path.join(folder, row["path"])
            with open(path, encoding="utf-8", errors="replace") as f:
                source = f.read().split("\n")
            for name, (_, run) in PEERS.items():
                list_, bad = run(tools[name], path)
                total[name] += len(list_)
                broken[name] += bad
                if rules := hits(list_, row, source):
                    found[name][row["id"]] = rules
        if level := ours(growlint(args.growlint, repo, row), row):
            found["growlint"][row["id"]] = {level}
    report(rows, tools, found, total, broken)


def report(rows, tools, found, total, broken):
    print(f"{len(rows)} clear leaks\n")
    print("| Linter | Version | Rules asked | Leaks found | By rule | Findings in those files | Files not parsed |")
    print("|---|---|---|---|---|---|---|")
    asked = {"ruff": RUFF, "pylint": PYLINT, "flake8-bugbear": BUGBEAR}
    for name, tool in tools.items():
        version = re.search(r"\d[\w.]*", output([tool, "--version"])).group(0)
        if name == "flake8-bugbear":
            version = re.search(r"bugbear: (\S+?)[,)]", output([tool, "--version"])).group(1)
        by = {}
        for rules in found[name].values():
            for r in rules:
                by[r] = by.get(r, 0) + 1
        counts = ", ".join(f"{k} {v}" for k, v in sorted(by.items())) or "none"
        print(f"| {name} | {version} | {asked[name]} | {len(found[name])} | {counts} | {total[name]} | {broken[name]} |")
    warned = sum("warning" in v for v in found["growlint"].values())
    print(f"| growlint | this commit | all | {warned} at warning, {len(found['growlint'])} at note or above | | | |")
    others = set().union(*(found[n] for n in tools))
    print(f"\nFound by another linter: {', '.join(sorted(others)) or 'none'}.")
    print(f"Found by another linter and not by growlint: {', '.join(sorted(others - set(found['growlint']))) or 'none'}.")


if __name__ == "__main__":
    main()
