"""`mockwrite projects`: the projects of a server."""

from __future__ import annotations

import argparse

from .client import add_actions, connected, show, table

_ACTIONS = {
    "list": "list the projects",
    "create": "make a project with an API key",
    "reset": "empty a project; its keys stay",
    "delete": "delete a project",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS):
        if name != "list":
            action.add_argument("id", nargs="?" if name == "create" else None, help="id of the project")
        if name == "create":
            action.add_argument("--key", metavar="SECRET", help="secret of its API key (made up)")
            action.add_argument(
                "--scope", action="append", metavar="SCOPE", help="a scope of that key; may be repeated (all)"
            )


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    with connected(arguments) as client:
        if arguments.action == "list":
            answer = client.call("GET", "/projects")
            rows = [
                [item["id"], str(item["counts"]["messages"]), str(item["counts"]["all"])] for item in answer["projects"]
            ]
            show(arguments, answer, table(rows, ["project", "messages", "deliveries"]) if rows else "no projects")
        elif arguments.action == "create":
            given = {"id": arguments.id, "key": arguments.key, "scopes": arguments.scope}
            answer = client.call(
                "POST", "/projects", body={name: value for name, value in given.items() if value is not None}
            )
            show(arguments, answer, f"project  {answer['id']}\nAPI key  {answer.get('key', '')}")
        elif arguments.action == "reset":
            show(arguments, client.call("POST", f"/projects/{arguments.id}/reset", body={}), f"{arguments.id} is empty")
        else:
            client.call("DELETE", f"/projects/{arguments.id}")
            show(arguments, {}, f"{arguments.id} is gone")
    return 0
