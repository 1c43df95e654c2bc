"""DB-GPT's own Python clients, one call per line.

usage: python_client.py
Prints a ready line. Then each line of stdin is a call, {"name", "controller", "arguments"}, and each
is answered by one line: {"name", "ok": true, "detail"} or {"name", "ok": false, "error": {"type",
"message"}}. The names are those of python_client_calls.py. Ends when stdin closes.
"""

import asyncio
import json
import sys

import service
from python_client_calls import Clients, calls


async def answer(clients: Clients, call: dict) -> dict:
    name = call["name"]
    try:
        detail = await calls[name](clients, **call["arguments"])
    except Exception as error:
        message = {"type": type(error).__name__, "message": str(error)}
        return {"name": name, "ok": False, "error": message}
    return {"name": name, "ok": True, "detail": detail}


async def main() -> None:
    # One per controller, as in a program of DB-GPT's: its registry client runs health checks.
    clients: dict[str, Clients] = {}
    loop = asyncio.get_running_loop()
    service.ready()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        call = json.loads(line)
        controller = call["controller"]
        if controller not in clients:
            clients[controller] = Clients(controller)
        service.say(await answer(clients[controller], call))


if __name__ == "__main__":
    asyncio.run(main())
