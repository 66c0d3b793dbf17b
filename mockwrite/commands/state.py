"""`mockwrite state`: a project as a seed document (docs/seed.md)."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..cli import CommandError
from ..names import counted
from ..recording.files import replace_file
from ..system.errors import reason_of
from ..system.json_files import NotJson, parse_json, read_json
from ..system.json_texts import json_lines
from .client import add_actions, connected, show
from .terminal import TERMINAL, write

_ACTIONS = {
    "export": "write what the project holds as a seed document",
    "load": "add a seed document to the project",
    "replace": "make the project exactly what a seed document says; its keys stay",
}
_METHODS = {"load": "POST", "replace": "PUT"}
# A seed of many thousands of users takes its time.
_PATIENCE = 600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name == "export":
            action.add_argument("file", nargs="?", help="file to write to, - for the terminal (-)", default=TERMINAL)
        else:
            action.add_argument("file", help="the seed file, - for what comes through a pipe")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    try:
        return _run(arguments)
    except OSError as error:
        raise CommandError(reason_of(error, arguments.file)) from None


def _run(arguments: argparse.Namespace) -> int:
    if arguments.action == "export":
        with connected(arguments) as client:
            document = client.call("GET", "/state", timeout=_PATIENCE)
        text = json_lines(document)
        if arguments.file == TERMINAL:
            write(text)
            return 0
        replace_file(arguments.file, text + "\n")
        show(arguments, {"file": arguments.file}, f"the project is in {arguments.file}")
        return 0
    document = _read(arguments.file)
    with connected(arguments) as client:
        answer = client.call(_METHODS[arguments.action], "/state", body=document, timeout=_PATIENCE)
    held = " and ".join(counted(answer["counts"][f"{noun}s"], noun) for noun in ("user", "message"))
    show(arguments, answer, f"project {answer['id']} has {held}")
    return 0


def _read(path: str) -> Any:
    try:
        return parse_json(sys.stdin.buffer.read(), "standard input") if path == TERMINAL else read_json(path)
    except NotJson as error:
        raise CommandError(str(error)) from None
