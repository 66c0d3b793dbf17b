"""`mockwrite snapshot`: keep what a project holds, under a name, as long as the server runs."""

from __future__ import annotations

import argparse

from .client import add_actions, connected, show, table

_ACTIONS = {"take": "keep what the project holds now", "list": "list the snapshots", "delete": "forget a snapshot"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name != "list":
            action.add_argument("name", nargs="?" if name == "take" else None, help="name of the snapshot (s1, s2 …)")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    with connected(arguments) as client:
        if arguments.action == "take":
            answer = client.call("POST", "/snapshots", body={"id": arguments.name} if arguments.name else {})
            show(arguments, answer, f"snapshot {answer['id']}; mockwrite restore {answer['id']} brings it back")
        elif arguments.action == "list":
            answer = client.call("GET", "/snapshots")
            rows = [[item["id"], item["time"]] for item in answer["snapshots"]]
            show(arguments, answer, table(rows, ["snapshot", "taken at"]) if rows else "no snapshots")
        else:
            client.call("DELETE", f"/snapshots/{arguments.name}")
            show(arguments, {}, f"{arguments.name} is gone")
    return 0
