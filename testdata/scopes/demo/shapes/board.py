"""What a module of a package does when it is run as a program shows what it can do, and is no service."""

import time


class Board:  # scope: call
    def draw(self):  # runs: in a command
        pass


class Panel:  # scope: process
    def main_loop(self):
        while True:
            time.sleep(1)


if __name__ == "__main__":
    board = Board()
    while True:
        board.draw()
        time.sleep(1)

if __name__ == "__main__":
    panel = Panel()
    panel.main_loop()


class Sheet:  # scope: call
    """What is made where the module is run as a program decorates nothing."""

    def draw(self):
        pass


def make_sheet():
    return Sheet()


if __name__ == "__main__":
    sheet = make_sheet()
    sheet.draw()
