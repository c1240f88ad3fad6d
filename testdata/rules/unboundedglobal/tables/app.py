"""Of what is looked up in a table there are as many as the table has, whatever is asked for; of what comes instead, and of what requests put in, there are more."""

import uuid
from collections import defaultdict

from flask import Flask, request

app = Flask(__name__)

GRADES = {"a": ("excellent", 1), "b": ("good", 2)}
LEVELS = {grade[1]: name for name, grade in GRADES.items()}
words = {"hi": "hello"}
seen = {}

by_grade = defaultdict(list)
by_index = {}
by_level = {}
by_word = {}
by_name = {}
by_user = {}
per_name = defaultdict(int)


@app.get("/grade")
def grade():
    by_grade[GRADES.get(request.args["grade"])]
    by_level[LEVELS.get(request.args["level"])] = True
    by_index[GRADES[request.args["grade"]]] = True
    return ""


@app.get("/word")
def word():
    asked = request.args["word"]
    record = app.extensions["record"]
    by_name[record.get("name", uuid.uuid4().hex)] = True  # few records have no name
    by_word[words.get(asked, asked)] = True  # want "dict by_word grows with every request"
    return ""


@app.get("/user")
def user():
    name = request.args["name"]
    seen[name] = request.args["mail"]  # want "dict seen grows with every request"
    by_user[seen.get(request.args["other"])] = True  # want "dict by_user grows with every request"
    for each in [GRADES.get(part) for part in request.args["grades"].split(",")]:
        per_name[each] += 1
    return ""
