from fastapi import FastAPI, Request

from . import tenants

app = FastAPI()


@app.get("/")
async def index(request: Request):
    tenant = tenants.tenant_by_host(request.headers["host"])
    tenants.column_type(str)
    return {"limits": tenants.plan_limits(tenant["plan"]), "settings": tenants.settings()}
