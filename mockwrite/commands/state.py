"""`mockwrite state`: a project as a seed document (docs/seed.md)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ..cli import CommandError
from .client import add_actions, connected, show

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
            action.add_argument("file", nargs="?", help="file to write to (the terminal)")
        else:
            action.add_argument("file", help="the seed file")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    try:
        return _run(arguments)
    except OSError as error:
        raise CommandError(f"{arguments.file}: {error.strerror or error}") from None


def _run(arguments: argparse.Namespace) -> int:
    if arguments.action == "export":
        with connected(arguments) as client:
            document = client.call("GET", "/state", timeout=_PATIENCE)
        text = json.dumps(document, ensure_ascii=False, indent=2)
        if arguments.file is None:
            sys.stdout.write(text + "\n")
            return 0
        Path(arguments.file).write_text(text + "\n", encoding="utf-8")
        show(arguments, {"file": arguments.file}, f"the project is in {arguments.file}")
        return 0
    document = _read(arguments.file)
    with connected(arguments) as client:
        answer = client.call(_METHODS[arguments.action], "/state", body=document, timeout=_PATIENCE)
    counts = answer["counts"]
    show(arguments, answer, f"project {answer['id']} has {counts['users']} users and {counts['messages']} messages")
    return 0


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise CommandError(f"{path} is no JSON: {error}") from None
