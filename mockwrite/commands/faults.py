"""`mockwrite faults`: failures on order."""

from __future__ import annotations

import argparse
import json
from typing import Any

from ..cli import CommandError
from .client import add_actions
from .rules import RuleList, add_name, carry_out

_ACTIONS = {"list": "list the rules", "add": "add a rule", "remove": "remove a rule, or all of them"}
_RULE = '{"to": "ada@example.com", "failure": "bounced"}'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name == "add":
            action.add_argument("rule", help=f"a rule in JSON, such as {_RULE}")
        if name == "remove":
            add_name(action, "rule")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    return carry_out(arguments, RuleList("faults", "matched", "no faults"), _rule)


def _rule(arguments: argparse.Namespace) -> Any:
    try:
        return json.loads(arguments.rule)
    except ValueError as error:
        raise CommandError(f"the rule is no JSON: {error}; write it as {_RULE}") from None
