"""Loops that end where a file does, or what a child process prints; those over a queue or a connection go on."""

import pickle
import subprocess
import sys


def records(path):
    try:
        with open(path, "rb") as file:
            while True:
                record(pickle.load(file))
    except EOFError:
        pass


def record(loaded):  # runs: as API
    return loaded


def messages(connection):
    try:
        while True:
            message(connection.recv())
    except EOFError:
        pass


def message(received):  # runs: again per iteration
    return received


def shell(command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    for line in iter(process.stdout.readline, b""):
        printed(line)


def printed(line):  # runs: as API
    return line


def commands():
    for line in iter(sys.stdin.readline, ""):
        command(line)


def command(line):  # runs: again per message
    return line


def jobs(queue):
    for item in iter(queue.get, None):
        job(item)


def job(item):  # runs: again per message
    return item


def watch(arguments):
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE)
    while True:
        line = child.stdout.readline()
        if not line and child.poll() is not None:
            break
        shown(line)


def shown(line):  # runs: as API
    return line
