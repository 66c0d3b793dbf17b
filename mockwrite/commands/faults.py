"""`mockwrite faults`: failures on order."""

from __future__ import annotations

import argparse
import json

from ..cli import CommandError
from .client import add_actions, connected, show

_ACTIONS = {"list": "list the rules", "add": "add a rule", "remove": "remove a rule, or all of them"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name == "add":
            action.add_argument("rule", help='a rule in JSON, such as {"to": "ada@example.com", "failure": "bounced"}')
        if name == "remove":
            action.add_argument("name", nargs="?", help="name of the rule (all)")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    with connected(arguments) as client:
        if arguments.action == "list":
            answer = client.call("GET", "/faults")
            lines = [f"{rule['name']}: {rule['description']}; matched {rule['matched']}" for rule in answer["faults"]]
            show(arguments, answer, "\n".join(lines) or "no faults")
        elif arguments.action == "add":
            try:
                rule = json.loads(arguments.rule)
            except ValueError as error:
                raise CommandError(f"the rule is no JSON: {error}") from None
            answer = client.call("POST", "/faults", body=rule)
            show(arguments, answer, f"added {answer['name']}: {answer['description']}")
        else:
            path = f"/faults/{arguments.name}" if arguments.name else "/faults"
            client.call("DELETE", path)
            show(arguments, {}, "removed")
    return 0
