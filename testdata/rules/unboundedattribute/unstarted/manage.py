"""The program of an application."""

from service import app

if __name__ == "__main__":
    app.run()
