"""Reads streams with DB-GPT's own RemoteModelWorker and prints what that cost.

usage: python_reader.py --address 127.0.0.1:8001 --model NAME --prompt TEXT [--streams 1]
                        [--parallel 1] [--params '{"max_new_tokens": 100}']
Prints one JSON line: {"streams", "outputs", "characters", "errors", "cpuSeconds", "wallSeconds"};
the CPU seconds are this process's, without imports.
"""

import argparse
import asyncio
import json
import time

from dbgpt.model.cluster.worker.remote_worker import RemoteModelWorker


async def read(args, counts) -> None:
    host, _, port = args.address.rpartition(":")
    worker = RemoteModelWorker()
    worker.load_worker(args.model, host=host, port=int(port))
    params = {
        "model": args.model,
        "messages": [{"role": "human", "content": args.prompt}],
        "echo": False,
        **json.loads(args.params),
    }
    output = None
    async for output in worker.async_generate_stream(params):
        counts["outputs"] += 1
        counts["errors"] += output.error_code != 0
    counts["streams"] += 1
    counts["characters"] += len(output.text) if output else 0


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--prompt", required=True)
    parser.add_argument("--streams", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=1)
    parser.add_argument("--params", default="{}")
    args = parser.parse_args()

    import httpx  # noqa: F401  RemoteModelWorker imports it on first use; that is not reading

    counts = {"streams": 0, "outputs": 0, "characters": 0, "errors": 0}
    slots = asyncio.Semaphore(args.parallel)

    async def one():
        async with slots:
            await read(args, counts)

    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(one() for _ in range(args.streams)))
    counts["cpuSeconds"] = time.process_time() - cpu
    counts["wallSeconds"] = time.perf_counter() - wall
    print(json.dumps(counts))


if __name__ == "__main__":
    asyncio.run(main())
