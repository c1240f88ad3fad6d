from flask import Flask

from runs import desk

app = Flask(__name__)


@app.post("/desk")
def use():
    desk.order("")
    desk.parcel("")
    desk.call("")
    return ""
