"""`mockwrite answer`: canned answers for calls that are not emulated, or are to be otherwise."""

from __future__ import annotations

import argparse
import json

from ..cli import CommandError
from .client import add_actions
from .rules import RuleList, add_name, carry_out

_ACTIONS = {
    "list": "list the canned answers",
    "add": "prepare the answer to a call",
    "remove": "remove a canned answer, or all of them",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name == "add":
            action.add_argument("method", help="the method of the call, such as POST")
            action.add_argument("path", help="its path; * is any text in a segment, ** any segments")
            body = action.add_mutually_exclusive_group()
            body.add_argument("--body", metavar="JSON", help='the body of the answer, such as {"status": "completed"}')
            body.add_argument("--text", help="the body of the answer as text")
            action.add_argument("--status", type=int, metavar="N", help="the status of the answer (200)")
            action.add_argument(
                "--header", action="append", default=[], metavar="NAME:VALUE", help="a header; may be repeated"
            )
            action.add_argument("--delay", type=float, metavar="SECONDS", help="answer so late")
            action.add_argument("--times", type=int, metavar="N", help="answer so many times (for ever)")
            action.add_argument("--name", help="what the answer is called in reports")
        if name == "remove":
            add_name(action, "answer")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    return carry_out(arguments, RuleList("answers", "used", "no canned answers"), _rule)


def _rule(arguments: argparse.Namespace) -> dict[str, object]:
    names = ("method", "path", "text", "status", "delay", "times", "name")
    rule = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    rule["method"] = arguments.method.upper()
    if arguments.body is not None:
        try:
            rule["json"] = json.loads(arguments.body)
        except ValueError as error:
            raise CommandError(f"the body is no JSON: {error}; give a plain text with --text") from None
    for header in arguments.header:
        name, colon, value = header.partition(":")
        if not colon or not name.strip():
            raise CommandError(f"a header is NAME:VALUE, got {header!r}")
        rule.setdefault("headers", {})[name.strip()] = value.strip()
    return rule
