from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator


class Meter(DataUpdateCoordinator):  # scope: process
    async def _async_update_data(self):  # runs: again per update
        pass


class Power(Entity):  # scope: process
    async def async_update(self):  # runs: again per update
        pass


async def async_setup_entry(hass, entry, add):  # runs: at set-up
    async_track_time_interval(hass, poll, 10)


async def poll(now):  # runs: again per task
    pass
