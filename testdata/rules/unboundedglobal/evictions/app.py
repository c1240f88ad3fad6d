from fastapi import FastAPI

app = FastAPI()
pending = {}
covered = {}
cleaned = {}
audit = []


@app.post("/jobs/{job_id}")
async def job(job_id: str):
    pending[job_id] = 1  # want "dict pending grows.*left out when the await at line 15 raises.*Move the removal at line [0-9]+ into a finally$"
    covered[job_id] = 1
    try:
        await work(job_id)
    finally:
        covered.pop(job_id, None)
    pending.pop(job_id, None)
    cleaned[job_id] = 1  # want "dict cleaned grows.*nobody calls cleanup_all.*Call it where"
    audit.append(job_id)  # want "list audit grows.*nobody calls clear"


async def work(job_id):
    return job_id


def cleanup_all():
    cleaned.clear()


def clear():
    audit.clear()
