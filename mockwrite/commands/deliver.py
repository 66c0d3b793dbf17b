"""`mockwrite deliver`: send what waits while delivery is manual."""

from __future__ import annotations

import argparse

from .client import add_arguments as add_connection
from .client import connected, delivered_lines, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_connection(parser)
    parser.add_argument("message", nargs="?", help="id of the message (all that wait, in order)")


def run(arguments: argparse.Namespace) -> int:
    """Send, and print what was delivered."""
    body = {"messageId": arguments.message} if arguments.message else {}
    with connected(arguments) as client:
        answer = client.call("POST", "/deliver", body=body)
    show(arguments, answer, delivered_lines(answer["delivered"]) or "nothing waits for delivery")
    return 0
