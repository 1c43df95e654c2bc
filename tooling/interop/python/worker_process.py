"""Runs upstream's `run_worker_manager` on a socket of ours."""

import argparse
import asyncio
import json
import os

import service


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser()
    result.add_argument("--host", default="127.0.0.1")
    result.add_argument("--port", type=int, default=0)
    result.add_argument("--controller", help="one or more controllers, comma separated")
    result.add_argument(
        "--advertised-port", type=int, help="where a proxy before it listens; its own port without one"
    )
    result.add_argument("--heartbeat-interval", type=int, default=20)
    return result


def is_first_generation() -> bool:
    """Before 0.7 models were configured by command-line values, and outputs were plain texts."""
    from importlib.metadata import version

    return tuple(int(part) for part in version("dbgpt").split(".")[:2]) < (0, 7)


def run(args: argparse.Namespace, deploy: list[dict]) -> None:
    """Starts a worker process whose models are the deploy configurations of `deploy`.

    Upstream's cluster mode takes one model from its configuration file; the others are started
    as an operator would start them, through the manager's own `model_startup`.
    """
    from dbgpt.model.cluster.base import WorkerStartupRequest
    from dbgpt.model.cluster.worker import manager

    sock = service.listen(args.host, args.port)
    port = sock.getsockname()[1]
    directory = service.scratch()
    models_started = asyncio.Event()

    async def start_others(local_manager):
        for worker_type, params in deploy[1:]:
            await local_manager.model_startup(
                WorkerStartupRequest(
                    host=args.host,
                    port=port,
                    model=params["name"],
                    worker_type=worker_type,
                    params=params,
                )
            )
        models_started.set()

    async def started():
        await models_started.wait()
        service.ready(
            port=port,
            mode="package",
            models=[f"{params['name']}@{worker_type}" for worker_type, params in deploy],
        )

    service.serve_on(sock, started)
    config = os.path.join(directory, "worker.toml")
    with open(config, "w") as file:
        file.write(_config(args, args.advertised_port or port, directory, *deploy[0]))
    manager.run_worker_manager(config, start_listener=start_others)


_SECTIONS = {"llm": "llms", "text2vec": "embeddings", "reranker": "rerankers"}


def _config(args, port: int, directory: str, worker_type: str, params: dict) -> str:
    def table(name: str, values: dict) -> str:
        # JSON's scalars are TOML's scalars.
        rows = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        return "\n".join([name, *rows, ""])

    worker = {
        "host": args.host,
        "port": port,
        "register": bool(args.controller),
        "heartbeat_interval": args.heartbeat_interval,
    }
    if args.controller:
        worker["controller_addr"] = args.controller
    return "\n".join(
        [
            table("[service.model.worker]", worker),
            table(f"[[models.{_SECTIONS[worker_type]}]]", params),
            table("[log]", {"level": "WARNING", "file": os.path.join(directory, "worker.log")}),
            table("[trace]", {"file": os.path.join(directory, "trace.jsonl")}),
        ]
    )
