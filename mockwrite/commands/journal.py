"""`mockwrite journal`: the API calls that a project has seen."""

from __future__ import annotations

import argparse

from ..system.visible import one_line
from .client import add_actions, connected, show, table

_ACTIONS = {"list": "list the calls, the latest last", "show": "show one call with its bodies"}
_HEAD = ["id", "time", "status", "call", "error", "caller"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS, of_recordings=_ACTIONS):
        if name == "show":
            action.add_argument("id", help="id of the call, as the list shows it")
        else:
            action.add_argument("search", nargs="*", help="words and field:value pairs, such as path:messages failed")
            action.add_argument("--limit", type=int, default=50, metavar="N", help="at most N, the latest (50)")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    with connected(arguments) as client:
        if arguments.action == "show":
            call = client.call("GET", f"/journal/{arguments.id}")
            lines = [one_line(f"{call['method']} {call['path']} → {call['status']} {call['type'] or ''}".rstrip())]
            lines += [f"{name}: {call[name]['body']}" for name in ("request", "answer") if call[name]["body"]]
            show(arguments, call, lines)
            return 0
        search = " ".join(arguments.search) or None
        total = client.call("GET", "/journal", {"search": search, "limit": 1})["total"]
        skipped = max(total - arguments.limit, 0)
        page = client.call("GET", "/journal", {"search": search, "limit": arguments.limit, "offset": skipped})
    rows = [
        [
            item["id"],
            item["time"][11:19],
            str(item["status"]),
            f"{item['method']} {item['path']}",
            item["type"] or "",
            item["caller"],
        ]
        for item in page["calls"]
    ]
    lines = [table(rows, _HEAD)] if rows else ["nothing matches" if search else "no API call has reached this project"]
    if skipped:
        lines.append(f"the latest {len(rows)} of {total}; --limit shows more")
    show(arguments, page, lines)
    return 0
