from beacon.events import Color, Event, Named, Plugin, Session

__all__ = ["Color", "Event", "Named", "Plugin", "Session"]
