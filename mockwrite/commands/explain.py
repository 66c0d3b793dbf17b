"""`mockwrite explain`: why somebody did or did not get a message."""

from __future__ import annotations

import argparse

from .client import add_arguments as add_connection
from .client import connected, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_connection(parser)
    parser.add_argument("message", help="id of the message")
    parser.add_argument("person", nargs="?", help="user id, address, number, target id or device token")


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation."""
    with connected(arguments) as client:
        explanation = client.call("GET", f"/explain/{arguments.message}", {"person": arguments.person})
    show(arguments, explanation, explanation.get("text") or "\n".join(explanation.get("lines", [])))
    return 0
