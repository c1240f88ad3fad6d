PREFIX = "pending"


def login_queue(state):
    return "login-" + state
