"""The way through to a real Appwrite: which calls are passed on, and what is noted of them.

What is neither emulated nor canned goes; Messaging never does. `passing_on.py` carries the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from ..access.hosts import is_local
from ..api.answers import refusal
from ..api.http import Response
from ..api.pipeline import route_to
from ..errors import AppwriteError
from ..instance import Instance
from ..releases import parse_version
from ..settings import Settings, SettingsError
from ..state.journal import KEPT_BYTES, Call
from ..state.project import CONSOLE, Project
from ..version import __version__

# RFC 9110 §7.6.1, and what each side of us writes itself.
_HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer")
    + ("transfer-encoding", "upgrade", "http2-settings")
)
_NOT_ASKED = _HOP_BY_HOP | {"host", "expect"}
_NOT_ANSWERED = _HOP_BY_HOP | {"date"}
_SESSION = re.compile(r"a_session_|x-appwrite-session", re.IGNORECASE)

Headers = list[tuple[str, str]]


class Passed(NamedTuple):
    """A call that is passed on: the project it belongs to, how many seconds late, and how it was asked."""

    project: Project
    delay: float
    method: str
    target: str
    headers: Headers


class Upstream:
    """A real Appwrite to which calls are passed on. Raises SettingsError for an address that cannot be used.

    Addresses of this machine are taken freely, others only when `allow_upstream_host` names them. `upstream_key` goes in
    the place of the caller's API key.
    """

    def __init__(self, instance: Instance) -> None:
        settings = instance.settings
        self._instance = instance
        self.url = _checked(settings)
        self._key = settings.upstream_key

    def takes(self, method: str, target: str, headers: Iterable[tuple[str, str]]) -> Passed | None:
        """Return how a call is passed on; None when it is answered here. Fault rules about it are counted."""
        path, _, query = target.partition("?")
        segments = [segment for segment in path.split("/") if segment]
        if method == "OPTIONS" or segments[:1] != ["v1"] or segments[1:2] in ([], ["messaging"]):
            return None
        kept = [(name.lower(), value) for name, value in headers]
        project = self._project(dict(kept), query)
        if project is None or route_to(project.rules, method, segments[1:], exact=project.exact) is not None:
            return None
        with project.lock:
            now = project.clock.ms
            rule = project.faults.next_on(method, path, now)
            if rule is not None and (rule.is_answer or rule.stops_call):
                return None
            delay = 0.0
            if project.faults:
                struck = project.faults.on_call(method, path, now)
                project.faults.answer_to(method, path, now)
                delay = struck.delay if struck is not None else 0.0
        return Passed(project, delay, method, target, kept)

    def asked(self, call: Passed) -> Headers:
        """Return the headers that the real server gets: the caller's own, without those of the connection."""
        dropped = _NOT_ASKED | _named_by_connection(call.headers)
        key = self._key
        return [
            (name, key if key and name == "x-appwrite-key" else value)
            for name, value in call.headers
            if name not in dropped
        ]

    def answered(self, headers: Headers) -> Headers:
        """Return the headers that the caller gets: the real server's, and whose answer it is."""
        dropped = _NOT_ANSWERED | _named_by_connection(headers)
        kept = [(name, value) for name, value in headers if name.lower() not in dropped]
        return [*kept, ("x-mockwrite", __version__), ("x-mockwrite-upstream", self.url)]

    def unreachable(self, error: Exception) -> Response:
        """Return the answer to a caller when the real server does not answer."""
        text = (
            f"{self.url} does not answer ({type(error).__name__}: {error}). mockwrite passes on what it does not emulate "
            "(upstream): start that server, or prepare the answer with mock_appwrite.respond(…) or POST /_mockwrite/answers."
        )
        version = parse_version(self._instance.settings.appwrite_version)
        return refusal(AppwriteError("general_unknown", text, status=502), version, exact=False)

    def note(self, call: Passed, status: int, request: bytes, answer: bytes) -> None:
        """Write a call that was passed on into the journal of its project."""
        path, _, query = call.target.partition("?")
        has_session = any(_SESSION.search(text) for pair in call.headers for text in pair)
        with call.project.lock:
            call.project.journal.add(
                Call(
                    number=call.project.journal.total + 1,
                    at=call.project.clock.ms,
                    method=call.method,
                    path=path,
                    query=query,
                    status=status,
                    error=None,
                    route=None,
                    request=request[:KEPT_BYTES],
                    answer=answer[:KEPT_BYTES],
                    caller="",
                    source="upstream",
                    note="the session was made here and is unknown there" if has_session and status == 401 else None,
                )
            )

    def _project(self, headers: Mapping[str, str], query: str) -> Project | None:
        named = parse_qs(query).get("project", [""])[-1] or headers.get("x-appwrite-project", "")
        return self._instance.project(named) if named not in ("", CONSOLE) else None


def _named_by_connection(headers: Iterable[tuple[str, str]]) -> set[str]:
    return {
        word.strip().lower() for name, value in headers if name.lower() == "connection" for word in value.split(",")
    }


def _checked(settings: Settings) -> str:
    """Return the address of the real server, without a path."""
    given = settings.upstream or ""
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if not host or parts.scheme not in ("http", "https") or parts.path.rstrip("/") not in ("", "/v1"):
        raise SettingsError(f"upstream is the address of a server, such as http://localhost:80/v1; got {given!r}")
    if not is_local(host) and host not in {name.lower() for name in settings.allow_upstream_host}:
        raise SettingsError(
            f"upstream {given!r} is not on this machine; calls go there only with --allow-upstream-host {host}"
        )
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
