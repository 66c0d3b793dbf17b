"""Every route of the control API with ids, queries, headers and bodies that no client sends: a problem, never a server error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

import httpx
import pytest

from mockwrite.control.routes import ROUTES
from mockwrite.control.table import ControlRoute
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.attack.clocked import bounded
from tests.attack.test_timer import nested

DIGITS = "9" * 5000
IDS = (
    "a\nb", "\n", "d1\n", "\r", "\x00", "\u2028", DIGITS, f"d{DIGITS}", "-1", "+1", " 1", "1.0", "1e5", "d²", "²", "٣", "%", "\ud83d", ":", ".well",
)  # fmt: skip
ENDS = (
    "9999-12-31T23:59:59.999999-23:59", "0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", DIGITS, "@" + DIGITS,
)  # fmt: skip
SEARCHES = (
    f"after:{DIGITS}m", f"before:{DIGITS}.{DIGITS}d", f"after:{DIGITS}", *(f"after:{end}" for end in ENDS), *(f"before:{end}" for end in ENDS),
    '"' * 99, "\\" * 99, "-" * 99, "to:" * 99, '"\\', "\ud83d", "\x00", "has:" + DIGITS, "to:" + "*a" * 60 + "*b",
)  # fmt: skip
NUMBERS = (DIGITS, f"-{DIGITS}", "1e999", "nan", "-inf", "٣", "", " 1", "1\n")
ORIGINS = (
    "http://[::1",
    "http://[",
    "http://[::1]:99999999",
    "http://x:abc",
    "http://[v1.x]",
    "//",
    "null",
    "http://a b",
    "\xff",
    "a" * 5000,
)
BODIES = (
    b"[" * 1001 + b"]" * 1001, b'{"a":' * 1001 + b"1" + b"}" * 1001, b'{"a":' * 400 + b"1" + b"}" * 400, b"[" * 100_000, DIGITS.encode(),
    *(b'{"%s": %s}' % (name, DIGITS.encode()) for name in (b"id", b"days", b"seconds", b"randomSeed", b"seen", b"status", b"delay", b"version")),
    *(b'{"%s": 1e999}' % name for name in (b"days", b"randomSeed", b"delay")), b'{"days": NaN}', b'{"days": -Infinity}', b'{"days": 1e308}',
    *(b'{"%s": "%s"}' % (name, end.encode()) for name in (b"to", b"now", b"frozenTime") for end in ENDS),
    b'{"id": "\\ud83d"}', b'{"id": "\\u0000"}', b'{"id": "a\\nb"}', b"\xff", b"null", b"1", b'"x"', b"{", b'{"to": "smtp://[::1"}', b'{"to": "smtp://a:99999999"}',
    b'{"version": 1, "topics": ' + b"[" * 900 + b"]" * 900 + b"}", b'{"method": "GET", "path": "/x", "json": ' + b"[" * 600 + b"]" * 600 + b"}",
    b'{"on": "call", "match": ' + b"[" * 300 + b"]" * 300 + b"}", b'{"method": "GET", "path": "/x", "status": 9999}',
)  # fmt: skip


@pytest.fixture
def told(mock: MockAppwrite, control: httpx.Client) -> Iterator[httpx.Client]:
    """A client of a project with a mail and a push of some depth, and a snapshot of both."""
    mock.given.provider("fcm")
    mock.given.message("email", id="mail", subject="s", content="c")
    mock.given.message("push", id="deep", data=nested(505))
    mock.given.message("sms", id="draft", draft=True)
    assert control.post("/snapshots", json={"id": "kept"}).status_code == 201
    yield control


def check(row: ControlRoute, answer: httpx.Response, said: object) -> None:
    """Fail where an answer is a server error, has an undeclared status, or refuses with anything but a problem."""
    seen = f"{row.method} {row.path} with {said!r:.80}: {answer.status_code} {answer.text:.200}"
    assert answer.status_code in {row.status, *row.refusals, 304, 502 if "relay" in row.path else row.status}, seen
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", seen


def rows(*, method: str | None = None, holding: str = "") -> list[ControlRoute]:
    """The rows that answer at once."""
    return [
        row
        for row in ROUTES
        if method in (None, row.method) and holding in row.path and row.path != "/events" and "relay" not in row.path
    ]


def written(query: Mapping[str, str]) -> str:
    """Write a query string, halves of characters too."""
    return "&".join(f"{name}={quote(text, safe='', errors='surrogatepass')}" for name, text in query.items())


def place(row: ControlRoute) -> str:
    """The path of a row, with an id that there is."""
    id = {
        "/outbox": "d1" if "attachments" in row.path else "d2",
        "/explain": "deep",
        "/snapshots": "kept",
        "/journal": "1",
    }.get(row.path[: row.path.find("/", 1)], "x")
    return row.path.replace("{id}", id).replace("{index}", "0").replace("{part}", "outbox").replace("{method}", "count")


@pytest.mark.parametrize("id", IDS, ids=ascii)
def test_an_id_may_be_any_text(told: httpx.Client, id: str) -> None:
    quoted = quote(id, safe="", errors="surrogatepass")
    for row in rows(holding="{"):
        for name in ("{id}", "{index}", "{part}", "{method}"):
            if name in row.path:
                path = place(ControlRoute(row.method, row.path.replace(name, quoted), row.handler, ""))
                answer = told.request(row.method, path, content=b"{}" if row.body else None)
                check(row, answer, id)
                assert answer.status_code >= 400 or id.strip() in ("1", "+1"), (row.path, id)


def test_a_path_may_be_any_text(told: httpx.Client) -> None:
    for id in IDS:
        for method in ("GET", "POST", "DELETE"):
            answer = told.request(method, f"/none/{quote(id, safe='', errors='surrogatepass')}")
            assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), ascii(id)


def test_a_query_may_be_any_text(told: httpx.Client) -> None:
    values = {"search": SEARCHES, "after": ENDS, "before": ENDS, "limit": NUMBERS, "offset": NUMBERS, "count": NUMBERS}
    for row in rows(method="GET"):
        known = [field.name for field in row.query]
        for name in known:
            for value in (*values.get(name, ()), "\ud83d", "\x00", "a\nb", DIGITS):
                query = {"timeout": "0", name: value} if "timeout" in known and name != "timeout" else {name: value}
                if name != "timeout":
                    with bounded():
                        answer = told.get(f"{place(row)}?{written(query)}")
                    check(row, answer, query)


def test_a_project_may_be_named_by_any_text(told: httpx.Client) -> None:
    for row in rows(method="GET"):
        for id in IDS:
            answer = told.get(f"{place(row)}?{written({'project': id})}")
            check(row, answer, id)


@pytest.mark.parametrize("origin", ORIGINS, ids=ascii)
def test_an_origin_referer_or_host_may_be_any_text(server: MockServer, told: httpx.Client, origin: str) -> None:
    sent = origin.encode("latin-1")
    for path in ("/_mockwrite/outbox", "/_mockwrite/", "/_mockwrite/events", "/v1/account", "/v1/users"):
        for method in ("GET", "OPTIONS", "DELETE"):
            for name in ("Origin", "Referer", "Host"):
                with told.stream(method, server.url + path, headers={name.encode(): sent}) as answer:
                    assert answer.status_code < 500, (method, path, name)


def test_a_body_may_be_any_bytes(server: MockServer, mock: MockAppwrite, told: httpx.Client) -> None:
    for row in rows():
        if row.body:
            for body in BODIES:
                with bounded():
                    answer = told.request(row.method, place(row), content=body)
                check(row, answer, body)
    bugs = [bug for project in server.instance.projects.values() for bug in project.bugs]
    assert [*server.instance.bugs, *bugs] == []
