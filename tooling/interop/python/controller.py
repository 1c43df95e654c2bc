"""A real DB-GPT controller.  usage: controller.py [--host 127.0.0.1] [--port 0]"""

import argparse
import os

import service
from worker_process import is_first_generation


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--heartbeat-interval", type=int, default=20)
    parser.add_argument("--heartbeat-timeout", type=int, default=60)
    args = parser.parse_args()

    if is_first_generation():
        from first_generation.processes import run_controller

        return run_controller(args)

    from dbgpt.model.cluster.controller import controller
    from dbgpt.model.parameter import ModelControllerParameters
    from dbgpt.util.tracer import TracerParameters

    sock = service.listen(args.host, args.port)
    port = sock.getsockname()[1]

    async def started():
        service.ready(port=port, mode="launcher")

    service.serve_on(sock, started)
    # `run_model_controller` does just this after it has imported every data source of dbgpt-serve
    # (for registries in a database), which costs a hundred packages more.
    params = ModelControllerParameters(
        host=args.host,
        port=port,
        heartbeat_interval_secs=args.heartbeat_interval,
        heartbeat_timeout_secs=args.heartbeat_timeout,
    )
    registry = controller._create_registry(params)
    trace_file = os.path.join(service.scratch(), "trace.jsonl")
    controller.initialize_controller(
        registry=registry,
        controller_params=params,
        trace_config=TracerParameters(file=trace_file),
    )


if __name__ == "__main__":
    main()
