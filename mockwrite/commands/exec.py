"""`mockwrite exec -- COMMAND`: run a command against a server of its own, with the variables that it reads."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from typing import Any

from ..cli import CommandError
from ..server.mock_server import MockServer
from .serve import FLAGS, attach_files, prepare, settings_from, started

# What an application reads, and what it is set to.
VARIABLES = ("APPWRITE_ENDPOINT", "APPWRITE_PROJECT_ID", "APPWRITE_API_KEY", "MOCKWRITE_URL")
_SHOWN = 10
_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags of `serve` and the command."""
    for flag, options in FLAGS:
        action: dict[str, Any] = options if "metavar" in options else {"action": "store_true", **options}
        parser.add_argument(flag, default=argparse.SUPPRESS, **action)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="the command and its arguments")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; return its exit code. When it fails, print the last lines of the outbox."""
    words = arguments.words[1:] if arguments.words[:1] == ["--"] else arguments.words
    if not words:
        raise CommandError("name the command to run after --, for example: mockwrite exec -- npm test")
    del arguments.words
    settings = settings_from(arguments)
    if not hasattr(arguments, "port"):
        settings = settings.with_values(port=0)
    program = shutil.which(words[0])
    if program is None:
        if os.path.exists(words[0]):
            raise CommandError(f"{words[0]!r} cannot be executed", 126)
        raise CommandError(f"there is no command {words[0]!r} on the PATH", 127)
    instance, project = prepare(settings)
    server = MockServer(settings)
    server.adopt(instance)
    with attach_files(settings, instance), started(server):
        values = (server.endpoint, settings.project, settings.key, server.url)
        environment = {**os.environ, **dict(zip(VARIABLES, values, strict=True))}
        try:
            process = subprocess.Popen([program, *words[1:]], env=environment)
        except OSError as error:
            raise CommandError(f"{words[0]!r} cannot be executed: {error.strerror}", 126) from None
        with process:
            for name in _PASSED_ON:
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), lambda received, _: process.send_signal(received))
            if _at_a_terminal():
                # Ctrl-C reaches the command by itself, as a member of the terminal's group; twice would be too much.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            status = process.wait()
    if status != 0 and not settings.quiet:
        _tell(project)
    return 128 - status if status < 0 else status


def _at_a_terminal() -> bool:
    """Tell whether this process is in the foreground of a terminal, so that Ctrl-C is sent to its whole group."""
    try:
        with open("/dev/tty", "rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def _tell(project: Any) -> None:
    """Print what the server saw last, for the person who reads the failure."""
    lines = [str(record) for record in project.outbox.all][-_SHOWN:]
    refused = [str(call) for call in project.journal.refused][-_SHOWN:]
    sys.stderr.write(
        f"\nmockwrite: the outbox has {len(project.outbox.all)} deliveries{', the last:' if lines else ''}\n"
    )
    sys.stderr.writelines(f"  {line}\n" for line in [*lines, *project.situation()])
    if refused:
        sys.stderr.write("refused calls, the last:\n")
        sys.stderr.writelines(f"  {line}\n" for line in refused)
