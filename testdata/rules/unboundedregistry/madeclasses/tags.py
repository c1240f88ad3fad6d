"""Classes that are made while the program runs and registered with pickle: each stays, with all that it refers to."""

import copyreg


class Element:
    pass


def dump(element):
    return str, (element.tag,)


class Tags:
    def __getattr__(self, name):
        class Made(Element):
            tag = name

        copyreg.pickle(Made, dump)  # want:note "copyreg.dispatch_table grows.*a fresh class for each call"
        return Made


copyreg.pickle(Element, dump)
