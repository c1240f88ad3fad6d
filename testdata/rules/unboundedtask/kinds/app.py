"""What runs on its own and ends, in each of its forms, kept after its end; the same containers of what is none."""

import asyncio
import subprocess
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Process

import gevent
from flask import Flask, request

app = Flask(__name__)
executor = ThreadPoolExecutor(4)
loop = asyncio.new_event_loop()

threads = {}
renders = {}
uploads = {}
children = {}
submitted = {}
bridged = set()
promised: dict[str, Future] = {}
timed = {}
mailers = {}
crowd = {}
plain = {}
results = {}
first_a_future: dict[str, Future | str] = {}
merged = {}


class Mailer(threading.Thread):
    def __init__(self, address):
        super().__init__(daemon=True)
        self.address = address

    def run(self):
        print(self.address)


def work(path):
    return path.upper()


def later(path):
    return asyncio.ensure_future(asyncio.to_thread(work, path))


@app.post("/")
def start():
    path = request.path
    threads[path] = threading.Thread(target=work, args=(path,))  # want "dict of threads threads grows with every request.*Take each entry out where its thread ends"
    renders[path] = subprocess.Popen(["render", path])  # want "dict of processes renders grows.*Wait for each process that has ended"
    children[path] = Process(target=work, args=(path,))  # want "dict of processes children grows"
    submitted[path] = executor.submit(work, path)  # want "dict of futures submitted grows.*in a finally around the wait for its future"
    bridged.add(asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop))  # want "set of futures bridged grows"
    timed[path] = (later(path), len(path))  # want "dict of tasks timed grows.*task.add_done_callback.lambda _: timed.pop.key, None.."
    mailers[path] = Mailer(path)  # want "dict of threads mailers grows"
    crowd[path] = gevent.spawn(work, path)  # want "dict of greenlets crowd grows.*greenlet.link"
    plain[path] = work(path)  # want[unboundedglobal] "dict plain grows"
    uploads[path] = [executor.submit(work, part) for part in request.data]  # want "dict of futures uploads grows"
    promise(path, request.get_json())
    first_a_future[path] = Future()  # want[unboundedglobal] "dict first_a_future grows"
    first_a_future[path] = work(path)
    return path


def promise(path, answer):
    promised[path] = answer  # want "dict of futures promised grows"


@app.post("/later")
async def start_later():
    path = request.path
    results[path] = await loop.run_in_executor(None, work, path)  # want[unboundedglobal] "dict results grows"
    merged.update(await loop.run_in_executor(None, work, path))
    return path
