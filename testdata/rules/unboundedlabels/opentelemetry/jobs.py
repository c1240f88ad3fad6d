"""What tells the series apart is put together elsewhere."""

import uuid

from fastapi import FastAPI

from counters import jobs, results

app = FastAPI()


class Job:
    def __init__(self, queue):
        self.id = uuid.uuid4().hex
        self.queue = queue

    def common(self):
        return {"queue": self.queue, "method": "POST"}

    def own(self):
        labels = {"job_id": self.id}
        return labels


@app.post("/jobs")
async def add():
    job = Job("a")
    jobs.add(1, {**job.common(), **job.own()})  # want "metric jobs grows with every request"
    results.add(1, job.common())
