"""How the commands reach a server: a running one by its URL, or a recording, which is served for the length of the command."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ..cli import CommandError
from ..settings import PORT

DEFAULT_URL = f"http://127.0.0.1:{PORT}"


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


class Client:
    """Calls the control API of one server about one project."""

    def __init__(self, url: str, project: str | None) -> None:
        self.url = url.rstrip("/").removesuffix("/v1")
        self.project = project
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise CommandError(f"the address of a server is expected, such as {DEFAULT_URL}; got {url!r}")

    def call(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        timeout: float = 30.0,
    ) -> Any:
        """Call a route under /_mockwrite and return its JSON. Raises CommandError with what went wrong and what to do."""
        try:
            return json.loads(self.fetch(method, path, query, body, timeout) or b"null")
        except ValueError:
            raise CommandError(self._stranger()) from None

    def fetch(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        timeout: float = 30.0,
    ) -> bytes:
        """Call a route and return the bytes of its answer."""
        values = {
            name: value for name, value in {"project": self.project, **(query or {})}.items() if value is not None
        }
        request = urllib.request.Request(
            f"{self.url}/_mockwrite{quote(path)}?{urlencode(values)}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            if "x-mockwrite" not in error.headers:
                raise CommandError(self._stranger()) from None
            raise Problem(error.code, error.read()) from None
        except HTTPException:
            raise CommandError(self._stranger()) from None
        except (urllib.error.URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise CommandError(
                f"no mockwrite server answers at {self.url} ({reason}); start one with `mockwrite serve`, or name it with --url"
            ) from None

    def _stranger(self) -> str:
        return f"what answers at {self.url} is no mockwrite server; start one with `mockwrite serve`, or name it with --url"


class Problem(CommandError):
    """A refusal of the server; `status` is the exit code, `details` the problem document."""

    def __init__(self, code: int, body: bytes) -> None:
        try:
            self.details: dict[str, Any] = json.loads(body)
        except ValueError:
            self.details = {}
        self.code = code
        text = (
            self.details.get("detail")
            or self.details.get("message")
            or self.details.get("title")
            or f"the server answered {code}"
        )
        super().__init__(str(text), 1)


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
        raise CommandError(str(error)) from None
    used = [id for id, project in opened.projects.items() if project.outbox.all or len(project.journal)]
    only = used[0] if used else None
    server = MockServer(opened.instance.settings, port=0, project=only or "mockwrite")
    server.adopt(opened.instance)
    with server:
        yield server.url, only


def show(arguments: argparse.Namespace, value: Any, text: str) -> None:
    """Print a result: as JSON for programs, as text for people."""
    out = json.dumps(value, ensure_ascii=False, indent=2) if arguments.json else text
    sys.stdout.write(out + "\n")


def table(rows: list[list[str]], head: list[str]) -> str:
    """Lay out rows in columns as wide as they need."""
    lines = [[printable(cell) for cell in row] for row in (head, *rows)]
    widths = [max(_width(row[column]) for row in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in lines
    )


def printable(text: str) -> str:
    """Return a text that a terminal only shows: what would steer it (escape sequences, bidirectional marks) is left out."""
    return "".join(letter for letter in text if letter in "\n\t\u200d" or unicodedata.category(letter)[0] != "C")


def _width(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return sum(
        0
        if unicodedata.combining(letter) or letter in "\u200d\ufe0f"
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
