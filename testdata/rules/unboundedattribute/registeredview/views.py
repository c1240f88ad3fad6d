"""A view that Home Assistant's HTTP server keeps; one that is made for a call."""

from homeassistant.components.http import HomeAssistantView


class StatisticsView(HomeAssistantView):
    url = "/api/statistics"

    def __init__(self):
        self.seen = {}

    async def get(self, request):
        self.seen[request.remote] = self.seen.get(request.remote, 0) + 1  # want "dict StatisticsView.seen grows"
        return self.json(self.seen)


async def async_setup(hass, config):
    hass.http.register_view(StatisticsView())
    return True
