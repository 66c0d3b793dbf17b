"""`mockwrite exec -- COMMAND`: run a command against a server of its own, with the variables that it reads."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..cli import CommandError
from ..delivery.explain import explain
from ..delivery.situation import refusal, unsent
from ..instance import Instance
from ..names import counted, do_nothing
from ..records import Message
from ..server.mock_server import MockServer
from ..state.project import Project
from ..system.visible import one_line
from .flags import add_arguments as add_flags
from .flags import settings_from
from .serve import attach_files, prepare, started, stop_on_signals
from .terminal import complain

# What an application reads, and what it is set to.
VARIABLES = ("APPWRITE_ENDPOINT", "APPWRITE_PROJECT_ID", "APPWRITE_API_KEY", "MOCKWRITE_URL")
_SHOWN = 10
_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags of `serve` and the command."""
    parser.usage = f"{parser.prog} [FLAG …] -- COMMAND …"
    add_flags(
        parser,
        port="port to listen on (a free one)",
        with_providers="one enabled provider for e-mail, SMS and push in every project (the default here)",
    )
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND", help="the command and its arguments")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; return its exit code. When it fails, or nobody got a message, say what the server saw."""
    words = arguments.words[1:] if arguments.words[:1] == ["--"] else arguments.words
    if not words:
        raise CommandError("name the command to run after --, for example: mockwrite exec -- npm test")
    del arguments.words
    settings = settings_from(arguments, with_providers=True, port=0)
    program = shutil.which(words[0])
    if program is None:
        if os.path.exists(words[0]):
            raise CommandError(f"{words[0]!r} cannot be executed", 126)
        raise CommandError(f"there is no command {words[0]!r} on the PATH", 127)
    instance, _ = prepare(settings)
    server = MockServer(settings)
    server.adopt(instance)
    with attach_files(settings, instance) as files, started(server):
        values = (server.endpoint, settings.project, settings.key, server.url)
        environment = {**os.environ, **dict(zip(VARIABLES, values, strict=True))}
        try:
            process = _start([program, *words[1:]], environment)
        except OSError as error:
            raise CommandError(f"{words[0]!r} cannot be executed: {error.strerror}", 126) from None
        with process:
            if _at_a_terminal():
                # Ctrl-C reaches the command by itself, as a member of the terminal's group; twice would be too much.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            status = process.wait()
        # While the export is written, a signal is waited out.
        stop_on_signals(do_nothing)
    if not settings.quiet:
        complain(*_summary(instance, failed=status != 0))
    if files.failed and status == 0:
        return 1
    return 128 - status if status < 0 else status


def _start(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the command and pass every signal on to it, also one that comes while it is being started."""
    early: list[int] = []
    pass_on: Callable[[int], None] = early.append

    def hear(number: int, frame: object) -> None:
        pass_on(number)

    known = [getattr(signal, name) for name in _PASSED_ON if hasattr(signal, name)]
    before = [(number, signal.signal(number, hear)) for number in known]
    try:
        process = subprocess.Popen(words, env=environment)
    except OSError:
        for number, handler in before:
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        raise
    pass_on = process.send_signal
    for number in early:
        process.send_signal(number)
    return process


def _at_a_terminal() -> bool:
    """Tell whether this process is in the foreground of a terminal, so that Ctrl-C is sent to its whole group.

    On Windows, where it cannot be passed on either, it is sent to all that share the console.
    """
    if not hasattr(os, "tcgetpgrp"):
        return True
    try:
        with open("/dev/tty", "rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def _summary(instance: Instance, *, failed: bool) -> Iterator[str]:
    """Say what the server saw, project by project: all of it when the command failed, else only messages nobody got."""
    used = [project for project in tuple(instance.projects.values()) if project.journal.total or len(project.messages)]
    for project in used:
        records, lost = project.outbox.records(), [item for item in unsent(project) if item.state == "failed"]
        if not failed and not lost:
            continue
        bad = sum(record.status == "failed" for record in records)
        yield ""
        yield f"mockwrite: project {project.id}: " + ", ".join(
            [
                counted(len(records), "delivery", "deliveries"),
                *([f"{bad} of them failed"] if bad else []),
                *(
                    [
                        f"{counted(len(lost), 'message', 'messages')} failed before anybody got {'it' if len(lost) == 1 else 'them'}"
                    ]
                    if lost
                    else []
                ),
            ]
        )
        yield from _last("deliveries", [str(record) for record in records] if failed else [])
        yield from _last("messages without a delivery", project.situation())
        if lost:
            yield from _what_now(project, lost[0].message)
        yield from _last("refused calls", [refusal(call) for call in project.journal.refused] if failed else [])
    if failed and not used:
        yield ""
        yield "mockwrite: no API call named a project of this server"
    yield from _last("calls that named no project, or one that does not exist", instance.strays if failed else [])


def _what_now(project: Project, message: Message) -> Iterator[str]:
    """Say what helps the newest message that nobody got."""
    run = project.runs.get(message.id)
    if run is not None and run.providers is not None:
        yield "what now: leave --without-providers out, or let the application make a provider first"
    else:
        yield from str(explain(project, message.id, limit=_SHOWN)).splitlines()


def _last(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title}, the last {_SHOWN} of {len(lines)}:" if len(lines) > _SHOWN else f"{title}:"
        yield from (one_line(f"  {line}") for line in lines[-_SHOWN:])
