from beacon.events import Event, Named, Plugin

__all__ = ["Event", "Named", "Plugin"]
