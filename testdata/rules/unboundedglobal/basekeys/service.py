from flask import Flask

from sessions import Session

app = Flask(__name__)


@app.post("/mark")
def mark():
    Session().mark()
    return ""
