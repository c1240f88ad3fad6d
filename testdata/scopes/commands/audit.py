"""A tool that waits for what it has started itself, by a function that ends."""

import getopt
import sys
from concurrent.futures import ThreadPoolExecutor, wait


class Auditor:  # scope: call
    def __init__(self):
        self.pool = ThreadPoolExecutor()
        self.started = []

    def audit(self, path):
        self.started.append(self.pool.submit(print, path))

    def wait(self):
        wait(self.started)


def main():
    auditor = Auditor()
    for path in getopt.getopt(sys.argv[1:], "d")[1]:
        auditor.audit(path)
    auditor.wait()


if __name__ == "__main__":
    main()
