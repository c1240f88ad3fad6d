from fastapi import FastAPI, Request
from opentelemetry import metrics

meter = metrics.get_meter(__name__)
requests = meter.create_counter("requests")
durations = meter.create_histogram("durations")
app = FastAPI()


@app.middleware("http")
async def measure(request: Request, call_next):
    response = await call_next(request)
    requests.add(1, {"path": request.url.path, "status": response.status_code})  # want "metric requests grows with every request"
    durations.record(1.0, attributes={"method": request.method, "status": response.status_code})
    return response
