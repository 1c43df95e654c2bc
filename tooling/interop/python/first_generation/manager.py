"""The models of one worker process, and their rows at a controller."""

import asyncio
import time

from dbgpt.model.base import ModelInstance, WorkerApplyOutput, WorkerApplyType
from dbgpt.model.parameter import WorkerType
from dbgpt.util.api_utils import APIMixin, _api_remote

from . import models

SERVICE = "WorkerManager@service"


class RegistryClient(APIMixin):
    """Upstream's own choice of a controller: the healthy one, and another when that has gone."""

    @_api_remote(path="/api/controller/models", method="POST")
    async def register(self, instance: ModelInstance) -> bool:
        pass

    @_api_remote(path="/api/controller/models", method="DELETE")
    async def deregister(self, instance: ModelInstance) -> bool:
        pass

    @_api_remote(path="/api/controller/heartbeat", method="POST")
    async def heartbeat(self, instance: ModelInstance) -> bool:
        pass


class Manager:
    def __init__(self, host: str, port: int, controllers, interval: int):
        self.host, self.port, self.interval = host, port, interval
        self.registry = controllers and RegistryClient(controllers, "/api/health")
        # One at a time: a heartbeat on its way must not bring back a model that has just left.
        self.telling = asyncio.Lock()
        self.running: dict[str, models.ChatModel | models.EmbeddingModel] = {}

    def find(self, name: str, worker_type: str):
        model = self.running.get(WorkerType.to_worker_key(name, worker_type))
        if model is None:
            # The misspelling is upstream's, and clients know it.
            raise Exception(
                f"Cound not found worker instances for model name {name} and worker type "
                f"{worker_type}"
            )
        return model

    async def start(self, worker_type: str, params: dict) -> None:
        key = WorkerType.to_worker_key(params["model_name"], worker_type)
        if key in self.running:
            # Recorded: the running model is forgotten, and stays registered.
            del self.running[key]
            raise Exception(f"Instance {key} exist")
        self.running[key] = models.create(worker_type, params)
        await self._tell("register", key)

    async def stop(self, name: str, worker_type: str) -> None:
        self.find(name, worker_type)
        key = WorkerType.to_worker_key(name, worker_type)
        del self.running[key]
        await self._tell("deregister", key)

    async def apply(self, name: str, worker_type: str, action: str) -> WorkerApplyOutput:
        began = time.time()
        model = self.find(name, worker_type)
        if action != WorkerApplyType.START:
            await self.stop(name, worker_type)
        if action in (WorkerApplyType.RESTART, WorkerApplyType.UPDATE_PARAMS):
            # Recorded: what it would start again is no longer there.
            self.find(name, worker_type)
        where = f"{model.name}@{model.kind}({self.host}:{self.port})"
        done = "start" if action == WorkerApplyType.START else "stop"
        return WorkerApplyOutput(
            f"model {where} {done} successfully", timecost=time.time() - began
        )

    async def register(self) -> None:
        """The worker process itself has a row, beside those of its models."""
        await self._tell("register", SERVICE)

    async def live(self) -> None:
        """Sends heartbeats for as long as the process runs."""
        while True:
            await asyncio.sleep(self.interval)
            for key in [*self.running, SERVICE]:
                try:
                    await self._tell("heartbeat", key)
                except Exception:
                    # The next one goes to whichever controller is healthy by then.
                    pass

    async def leave(self) -> None:
        for key in [*self.running, SERVICE]:
            try:
                await self._tell("deregister", key)
            except Exception:
                return

    async def _tell(self, what: str, key: str) -> None:
        if not self.registry:
            return
        async with self.telling:
            if what == "heartbeat" and key not in self.running and key != SERVICE:
                return
            row = ModelInstance(model_name=key, host=self.host, port=self.port, healthy=True)
            await getattr(self.registry, what)(row)
