"""`mockwrite ready`: tell whether a server answers, for CI and the health checks of containers."""

from __future__ import annotations

import argparse
import time

from ..cli import CommandError
from .client import ServerProblem, connected, show
from .client import add_arguments as add_connection


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_connection(parser)
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="keep trying so long (0)")


def run(arguments: argparse.Namespace) -> int:
    """Return 0 when the server answers, 1 when it does not in time."""
    end = time.monotonic() + arguments.wait
    with connected(arguments) as client:
        while True:
            try:
                answer = client.call("GET", "/health/ready", timeout=2)
            except ServerProblem:
                raise
            except CommandError as error:
                if time.monotonic() >= end:
                    raise CommandError(str(error), 1) from None
                time.sleep(0.05)
            else:
                show(arguments, answer, f"ready: {client.url}")
                return 0
