"""What every launcher shares: a port of our choice, one ready line, and an end with the parent."""

import json
import os
import signal
import socket
import sys
import tempfile
import threading

import uvicorn

# Read by dbgpt when it is imported, which each launcher does after this module.
os.environ.setdefault("DBGPT_LOG_LEVEL", "WARNING")

# Upstream prints every generated token; only our own lines may reach the reader of stdout.
_lines = os.fdopen(os.dup(1), "w", buffering=1)
_devnull = os.open(os.devnull, os.O_WRONLY)
os.dup2(_devnull, 1)


def say(facts: dict) -> None:
    _lines.write(json.dumps(facts) + "\n")


def ready(**facts) -> None:
    say({"ready": True, **facts})


def scratch() -> str:
    """A directory for the log and trace files that upstream insists on writing."""
    directory = tempfile.TemporaryDirectory(prefix="modelfleet-interop-")
    scratch.keep = directory  # removed at exit
    return directory.name


def listen(host: str, port: int) -> socket.socket:
    """Binds at once, so that the port is known before upstream registers it anywhere."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(128)
    return sock


def follow_parent() -> None:
    """Ends the process when stdin closes: a killed parent leaves no orphan."""

    def watch():
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Timer(6, os._exit, [0]).start()

    threading.Thread(target=watch, daemon=True).start()


def serve_on(sock: socket.socket, started) -> None:
    """Makes upstream's own `uvicorn.run` call serve on `sock`; `started()` is awaited after that."""

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets=sockets)
            import asyncio

            self.started_task = asyncio.create_task(started())

    def run(app, **_options):
        # Uvicorn repeats the signal that ended it; without a handler that would be our exit code.
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.signal(signal.SIGINT, lambda *_: None)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
        Server(config).run(sockets=[sock])
        sys.stdout.flush()

    uvicorn.run = run
    follow_parent()
