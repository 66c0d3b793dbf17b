"""`mockwrite restore`: make a project what it was when a snapshot was taken."""

from __future__ import annotations

import argparse

from .client import add_arguments as add_connection
from .client import connected, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_connection(parser)
    parser.add_argument("name", help="name of the snapshot, as `mockwrite snapshot list` shows it")


def run(arguments: argparse.Namespace) -> int:
    """Bring the snapshot back."""
    with connected(arguments) as client:
        answer = client.call("POST", f"/snapshots/{arguments.name}/restore", body={})
    show(arguments, answer, f"project {answer['projectId']} is what it was at {answer['time']}")
    return 0
