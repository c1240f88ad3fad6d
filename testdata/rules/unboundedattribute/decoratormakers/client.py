"""A decorator that a method makes runs for each definition that it is applied to; a function that it makes for anything else may run for each call."""


class Command:
    def __init__(self, function):
        self.function = function


class Client:
    def __init__(self):
        self.commands_to_add = set()
        self.waiting = set()

    def command(self, name):
        def decorator(func):
            made = Command(func)
            made.name = name
            self.commands_to_add.add(made)
            return made

        return decorator

    def sender(self, name):
        def send(text):
            letter = Command(text)
            letter.name = name
            self.waiting.add(letter)  # want "set Client.waiting grows"
            return letter

        return send
