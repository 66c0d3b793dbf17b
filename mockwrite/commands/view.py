"""`mockwrite view FILE`: a recording in the outbox page."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from .client import served


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="a recording made with --record")


def run(arguments: argparse.Namespace) -> int:
    """Serve the recording until interrupted."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with served(arguments.file) as (url, _):
        sys.stdout.write(f"{arguments.file} is shown at {url}/_mockwrite/\nStop with Ctrl-C.\n")
        sys.stdout.flush()
        stop.wait()
    return 0
