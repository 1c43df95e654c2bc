"""A real DB-GPT API server.  usage: apiserver.py --controller URL [--host 127.0.0.1] [--port 0]"""

import argparse
import json
import os

import service


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--controller", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()

    from dbgpt.model.cluster.apiserver import api

    sock = service.listen(args.host, args.port)
    port = sock.getsockname()[1]
    directory = service.scratch()

    async def started():
        service.ready(port=port, mode="package")

    service.serve_on(sock, started)
    server = {"host": args.host, "port": port, "controller_addr": args.controller}
    log = {"level": "WARNING", "file": os.path.join(directory, "apiserver.log")}
    trace = {"file": os.path.join(directory, "trace.jsonl")}
    sections = {"service.model.api": server, "log": log, "trace": trace}
    config = os.path.join(directory, "apiserver.toml")
    with open(config, "w") as file:
        for name, values in sections.items():
            # JSON's scalars are TOML's scalars.
            rows = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
            file.write("\n".join([f"[{name}]", *rows, "", ""]))
    api.run_apiserver(config)


if __name__ == "__main__":
    main()
