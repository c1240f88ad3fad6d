"""The program of an application."""

from service import ledger

if __name__ == "__main__":
    ledger.book("start")
