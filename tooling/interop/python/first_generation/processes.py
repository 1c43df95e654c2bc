"""Starts a controller or a worker process."""

import asyncio

import service
import uvicorn

from .manager import Manager
from .models import PROXY_PATH, SCRIPTED_PATH
from .registry import Registry, controller_app
from .worker_app import worker_app


def scripted(name: str, worker_type: str, concurrency) -> tuple[str, dict]:
    """The type and the start parameters of one scripted model."""
    params = {"model_name": name, "model_path": SCRIPTED_PATH}
    if worker_type == "llm":
        return "llm", {**params, "limit_model_concurrency": concurrency}
    # Rerankers have no type of their own yet.
    return "text2vec", {**params, "rerank": worker_type == "reranker"}


def proxied(name: str, args) -> tuple[str, dict]:
    # The path chooses upstream's openai client; the name is what the fleet calls the model.
    return "llm", {
        "model_name": name,
        "model_path": PROXY_PATH,
        "proxy_server_url": f"{args.upstream}/chat/completions",
        "proxy_api_base": args.upstream,
        "proxy_api_key": args.api_key,
        "proxyllm_backend": args.backend or name,
    }


def run_controller(args) -> None:
    sock = service.listen(args.host, args.port)

    async def started():
        service.ready(port=sock.getsockname()[1], mode="launcher")

    service.serve_on(sock, started)
    uvicorn.run(controller_app(Registry(args.heartbeat_timeout)))


def run_worker(args, wanted: list[tuple[str, dict]]) -> None:
    sock = service.listen(args.host, args.port)
    port = sock.getsockname()[1]
    manager = Manager(args.host, port, args.controller, args.heartbeat_interval)
    app = worker_app(manager)

    async def started():
        for worker_type, params in wanted:
            await manager.start(worker_type, params)
        await manager.register()
        app.state.living = asyncio.create_task(manager.live())
        service.ready(port=port, mode="launcher", models=list(manager.running))

    app.router.add_event_handler("shutdown", manager.leave)
    service.serve_on(sock, started)
    uvicorn.run(app)
