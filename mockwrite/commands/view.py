"""`mockwrite view FILE`: a recording in the outbox page."""

from __future__ import annotations

import argparse
import signal
import threading

from .client import served
from .terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="a recording made with --record")


def run(arguments: argparse.Namespace) -> int:
    """Serve the recording until interrupted."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with served(arguments.file) as (url, _):
        say(f"{arguments.file} is shown at {url}/_mockwrite/", "Stop with Ctrl-C.")
        # Without a time-out Ctrl-C does not reach Python on Windows.
        while not stop.wait(1):
            pass
    return 0
