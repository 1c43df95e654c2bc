"""A controller: the registry of instances and its routes."""

from datetime import datetime, timedelta
from typing import Optional

from dbgpt.model.base import ModelInstance
from fastapi import FastAPI


class Registry:
    """Rows are upstream's `ModelInstance`, which is also what a request's body is read as."""

    def __init__(self, heartbeat_timeout_secs: int):
        self.timeout = timedelta(seconds=heartbeat_timeout_secs)
        self.rows: dict[tuple, ModelInstance] = {}

    def register(self, instance: ModelInstance) -> bool:
        instance.healthy = True
        instance.last_heartbeat = datetime.now()
        self.rows[_key(instance)] = instance
        return True

    def heartbeat(self, instance: ModelInstance) -> bool:
        row = self.rows.get(_key(instance))
        if row is None:
            return self.register(instance)
        # A heartbeat changes nothing else: weight and `enabled` stay as they were registered.
        row.healthy = True
        row.last_heartbeat = datetime.now()
        return True

    def deregister(self, model_name: str, host: str, port: int) -> bool:
        row = self.rows.get((model_name, host, port))
        if row is not None:
            row.healthy = False
        return True

    def find(self, model_name: Optional[str], healthy_only: bool) -> list[ModelInstance]:
        now = datetime.now()
        for row in self.rows.values():
            if row.check_healthy and now - row.last_heartbeat > self.timeout:
                row.healthy = False
        return [
            row
            for row in self.rows.values()
            if (model_name is None or row.model_name == model_name)
            and (row.healthy or not healthy_only)
        ]


def _key(instance: ModelInstance) -> tuple:
    return (instance.model_name, instance.host, instance.port)


def controller_app(registry: Registry) -> FastAPI:
    app = FastAPI()
    models = "/api/controller/models"

    @app.get("/api/health")
    async def health():
        return {"status": "ok"}

    @app.get(models)
    async def find(model_name: Optional[str] = None, healthy_only: bool = False):
        return registry.find(model_name, healthy_only)

    @app.post(models)
    async def register(instance: ModelInstance):
        return registry.register(instance)

    @app.delete(models)
    async def deregister(model_name: str, host: str, port: int):
        return registry.deregister(model_name, host, port)

    @app.post("/api/controller/heartbeat")
    async def heartbeat(instance: ModelInstance):
        return registry.heartbeat(instance)

    return app
