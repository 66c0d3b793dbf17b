"""How the commands reach a server: a running one by its URL, or a recording, which is served for the length of the command."""

from __future__ import annotations

import argparse
import contextlib
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Unpack

from ..cli import CommandError
from ..system.errors import reason_of
from ..system.json_texts import json_lines
from ..system.visible import one_line
from ..testing.control_client import DEFAULT_URL, CallParts, ControlClient, NoServer, Refused
from .terminal import Line, as_lines, complain, write


def add_arguments(parser: argparse.ArgumentParser, *, recording: bool = False) -> None:
    """Declare where the command looks, and how it answers."""
    parser.add_argument("--url", metavar="URL", help=f"the server (MOCKWRITE_URL, else {DEFAULT_URL})")
    parser.add_argument(
        "--project", metavar="ID", help="the project (MOCKWRITE_PROJECT, else the server's default one)"
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs instead of a table for people")
    if recording:
        parser.add_argument("--recording", metavar="FILE", help="look into a recording instead of a running server")


def add_actions(
    parser: argparse.ArgumentParser, texts: Mapping[str, str], *, of_recordings: Collection[str] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Declare the actions of a command, each with what it does; yield their names and parsers. Those `of_recordings` can look
    into a recording too."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in texts.items():
        action = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        add_arguments(action, recording=name in of_recordings)
        yield name, action


class Client(ControlClient):
    """Calls the control API of one server; what goes wrong is said as a command says it."""

    def __init__(self, url: str, project: str | None) -> None:
        with _in_words():
            super().__init__(url, project)

    def fetch(self, method: str, path: str, query: Mapping[str, Any] | None = None, **sent: Unpack[CallParts]) -> bytes:
        """Call a route and return the bytes of its answer. Raises CommandError with what went wrong and what to do."""
        with _in_words():
            return super().fetch(method, path, query, **sent)

    def call(self, method: str, path: str, query: Mapping[str, Any] | None = None, **sent: Unpack[CallParts]) -> Any:
        """Call a route and return its JSON. Raises CommandError with what went wrong and what to do."""
        with _in_words():
            return super().call(method, path, query, **sent)


class ServerProblem(CommandError):
    """A refusal of the server; `code` is its status, `details` the problem document."""

    def __init__(self, refused: Refused) -> None:
        self.details, self.code = refused.details, refused.code
        super().__init__(str(refused), 1)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except NoServer as error:
        raise CommandError(str(error)) from None
    except Refused as refused:
        raise ServerProblem(refused) from None


@contextlib.contextmanager
def connected(arguments: argparse.Namespace) -> Iterator[Client]:
    """Give a client for the server or recording that the arguments name. Raises CommandError."""
    recording = getattr(arguments, "recording", None)
    project = arguments.project or os.environ.get("MOCKWRITE_PROJECT")
    if recording is None:
        yield Client(arguments.url or os.environ.get("MOCKWRITE_URL") or DEFAULT_URL, project)
        return
    with served(recording) as (url, only):
        yield Client(url, project or only)


@contextlib.contextmanager
def served(recording: str) -> Iterator[tuple[str, str | None]]:
    """Serve a recording on a free port; give its URL and the project that did something."""
    from ..recording.reading import RecordingError, open_recording
    from ..server.mock_server import MockServer

    try:
        opened = open_recording(recording)
    except (RecordingError, OSError) as error:
        raise CommandError(reason_of(error)) from None
    if opened.unread:
        count, first = len(opened.unread), opened.unread[0]
        complain(f"mockwrite: {recording}: {count} line{'s' * (count > 1)} left out; {first}")
    used = [id for id, project in opened.projects.items() if project.outbox.all or len(project.journal)]
    only = used[0] if used else None
    server = MockServer(opened.instance.settings, port=0, project=only or "mockwrite")
    server.adopt(opened.instance)
    with server:
        yield server.url, only


def show(arguments: argparse.Namespace, value: Any, text: Line | Iterable[Line]) -> None:
    """Print a result: as JSON for programs, as one line or more for people."""
    write(*as_lines(json_lines(value) if arguments.json else text))


def delivered_lines(delivered: list[dict[str, Any]]) -> list[str]:
    """Write what was delivered, one a line."""
    return [
        one_line(f"  {item['time'][11:19]} {item['channel']} to {item['to']} ({item['status']})") for item in delivered
    ]


def table(rows: list[list[str]], head: list[str]) -> str:
    """Lay out rows in columns as wide as they need."""
    lines = [[one_line(cell) for cell in row] for row in (head, *rows)]
    widths = [max(_width(row[column]) for row in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in lines
    )


def _width(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return sum(
        0
        if unicodedata.combining(letter) or letter in "\u200d\ufe0f"
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
