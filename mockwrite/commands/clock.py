"""`mockwrite clock`: look at a project's time and move it; what falls due is delivered before the command ends."""

from __future__ import annotations

import argparse
import re
from typing import Any

from ..cli import CommandError
from ..system.visible import one_line
from .client import add_actions, connected, delivered_lines, show

_ACTIONS = {
    "show": "show the project's time and what is still to come",
    "advance": "move forward, by 90s, 15m, 25h or 2d",
    "travel": "move to a time, such as 2030-01-31T08:00:00Z",
    "freeze": "stop the clock, now or at a time",
    "resume": "let the clock tick on",
    "run-due": "deliver what is due by now",
}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name == "advance":
            action.add_argument("span", help="how far: 90s, 15m, 1h30m, 2d")
        if name == "travel":
            action.add_argument("time", help="ISO time")
        if name == "freeze":
            action.add_argument("time", nargs="?", help="ISO time (now)")


def span(text: str) -> dict[str, float]:
    """Read a length of time such as 1h30m. Raises CommandError."""
    parts = _SPAN.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise CommandError(f"a length of time is expected, such as 90s, 15m, 1h30m or 2d; got {text!r}")
    return {_UNITS[unit]: float(number) for number, unit in parts}


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action and print what was delivered."""
    body: dict[str, Any] = {}
    if arguments.action == "advance":
        body = dict(span(arguments.span))
    elif arguments.action in ("travel", "freeze") and arguments.time:
        body = {"to" if arguments.action == "travel" else "at": arguments.time}
    with connected(arguments) as client:
        if arguments.action == "show":
            answer = client.call("GET", "/clock")
            coming = client.call("GET", "/scheduled").get("scheduled", [])
            lines = [f"{answer['now']}{' (frozen)' if answer.get('frozen') else ''}"]
            lines += [one_line(f"  {item['messageId']}: {item['reason']}") for item in coming]
            show(arguments, {**answer, "scheduled": coming}, lines)
            return 0
        answer = client.call("POST", f"/clock/{arguments.action}", body=body)
    delivered = answer.get("delivered", [])
    lines = [str(answer["now"]), *delivered_lines(delivered)]
    show(arguments, answer, lines)
    return 0
