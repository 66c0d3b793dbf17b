"""Rules that a server keeps in a list, as a command shows, adds and removes them: faults, and canned answers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..system.visible import one_line
from .client import connected, show

Build = Callable[[argparse.Namespace], Mapping[str, Any]]


class RuleList(NamedTuple):
    """A list of rules: where the control API has it, how a line says how often a rule counted, and that there are none."""

    resource: str
    counted: str
    none: str


def add_name(parser: argparse.ArgumentParser, what: str) -> None:
    """Declare which rule is removed."""
    parser.add_argument("name", nargs="?", help=f"name of the {what} (all)")


def carry_out(arguments: argparse.Namespace, rules: RuleList, build: Build) -> int:
    """Carry out an action: list the rules, add the one that `build` makes of the arguments, or remove one or all."""
    path = f"/{rules.resource}"
    with connected(arguments) as client:
        if arguments.action == "list":
            found = client.call("GET", path)
            lines = [
                one_line(f"{rule['name']}: {rule['description']}; {rules.counted} {rule['matched']}")
                for rule in found[rules.resource]
            ]
            show(arguments, found, lines or rules.none)
        elif arguments.action == "add":
            made = client.call("POST", path, body=build(arguments))
            show(arguments, made, one_line(f"added {made['name']}: {made['description']}"))
        else:
            answer = client.call("DELETE", f"{path}/{arguments.name}" if arguments.name else path)
            # The route of one has no answer.
            show(arguments, answer or {}, "removed" if answer is None else f"removed: {answer['deleted']}")
    return 0
