from beacon.events import Color, Event, Named, Plugin

__all__ = ["Color", "Event", "Named", "Plugin"]
