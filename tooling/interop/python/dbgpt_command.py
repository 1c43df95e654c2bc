"""DB-GPT's own command line, one command per line.

usage: dbgpt_command.py
Prints a ready line. Then each line of stdin is a command, {"arguments", "input", "env", "program"}, and each is answered
by one line: {"exitCode", "stdout", "stderr"}. A command is upstream's own `main` in a process of its own, a fork of this
one: what takes two seconds of a command, importing dbgpt, is done once. Ends when stdin closes.
"""

import contextlib
import importlib
import json
import os
import signal
import sys
import tempfile
import traceback

import service

# What commands import when they run.
MODULES = ["dbgpt.cli.cli_scripts", "dbgpt.model.cluster", "prettytable", "readline"]

# `model start` at a worker of 0.8.2; the other versions have no numpy here.
WITH_NUMPY = "dbgpt.rag.embedding"

LIMIT_SECONDS = 60


def become(command: dict, streams: list) -> int:
    """What is left of this process runs the command."""
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    os.environ.update(command["env"])
    sys.argv = [command["program"], *command["arguments"]]
    signal.alarm(LIMIT_SECONDS)
    from dbgpt.cli.cli_scripts import main

    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def run(command: dict) -> dict:
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        given.write(command["input"].encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            os._exit(become(command, [given, stdout, stderr]))
        _, status = os.waitpid(child, 0)
        texts = []
        for stream in (stdout, stderr):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))
    return {
        "exitCode": os.waitstatus_to_exitcode(status),
        "stdout": texts[0],
        "stderr": texts[1],
    }


def main() -> None:
    for module in MODULES:
        importlib.import_module(module)
    with contextlib.suppress(ImportError):
        importlib.import_module(WITH_NUMPY)
    service.ready()
    for line in iter(sys.stdin.readline, ""):
        service.say(run(json.loads(line)))


if __name__ == "__main__":
    main()
