from functools import cache


@cache
def connect():
    return Connection()


class Connection:
    def tenant(self, host):
        return {"host": host, "plan": "free"}

    def limits(self, plan):
        return {"plan": plan}

    def settings(self):
        return {}

    def type_of(self, column):
        return column
