"""To await some work of the object that was put in is not to wait for an answer: what takes it out is a command of its own."""

from fastapi import FastAPI


class Repository:
    def __init__(self, slug):
        self.slug = slug

    async def load(self):
        return self.slug


class Store:
    def __init__(self):
        self.repositories = {}

    async def add(self, slug):
        repository = Repository(slug)
        self.repositories[slug] = repository
        await repository.load()
        return repository

    async def remove(self, slug):
        self.repositories.pop(slug, None)


app = FastAPI()
store = Store()


@app.post("/repositories/{slug}")
async def add(slug: str):
    await store.add(slug)


@app.delete("/repositories/{slug}")
async def drop(slug: str):
    await store.remove(slug)
