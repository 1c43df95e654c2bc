"""What commands and options there are under `dbgpt model`, `dbgpt start` and `dbgpt stop`.

Prints {"model chat": [["-m", "--model_name"], ["--system"]], ...}. What `model start` makes of a model is not there.
"""

import json

import click
from dbgpt.cli.cli_scripts import cli

GROUPS = ["model", "start", "stop"]


def options_of(command: click.Command) -> list[list[str]]:
    return [param.opts for param in command.params if isinstance(param, click.Option)]


def main() -> None:
    found = {}
    for name in GROUPS:
        group = cli.commands[name]
        found[name] = options_of(group)
        for command_name, command in group.commands.items():
            found[f"{name} {command_name}"] = options_of(command)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
