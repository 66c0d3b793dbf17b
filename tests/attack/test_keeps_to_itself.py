"""What must not leave, and what must not spread: a key by a redirect, a connection by a preview, a listener's exception."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import httpx
import pytest

from mockwrite.cli import CommandError
from mockwrite.commands.verify import over_http
from mockwrite.instance import Instance
from mockwrite.server.mock_server import make_server
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.other_server import QuietHandler, running_server


class Elsewhere(QuietHandler):
    """Sends everybody on to itself, and notes who came."""

    seen: list[str]

    def do_GET(self) -> None:
        """Redirect."""
        self.seen.append(self.path)
        self.send_response(307)
        self.send_header("location", "/stolen")
        self.end_headers()


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that redirects, and what it was asked for."""
    with running_server(Elsewhere, seen=[]) as (address, handler):
        yield address, handler.seen


def test_verify_and_texts_carry_no_key_to_where_a_redirect_points(elsewhere: tuple[str, list[str]]) -> None:
    address, seen = elsewhere
    with pytest.raises(CommandError, match="redirects to"):
        over_http(address)("GET", "/v1/users", {"x-appwrite-key": "secret"}, b"")
    assert seen == ["/v1/users"]


HOSTILE = (
    '<iframe src="{0}/frame"></iframe>',
    '<IFRAME\nsrc="{0}/frame">',
    '<iframe/src="{0}/frame">',
    '<frameset><frame src="{0}/frame"></frameset>',
    '<link rel="preconnect" href="{0}">',
    '<link rel=modulepreload href="{0}/m.js">',
    '<script type="speculationrules">{{"prefetch": [{{"source": "list", "urls": ["{0}/p"]}}]}}</script>',
    '<object data="{0}/o"></object><embed src="{0}/e">',
    '<meta http-equiv=refresh content="0;url={0}/r"><base href="{0}/">',
    '<svg><foreignObject><iframe src="{0}/svg"></iframe></foreignObject></svg>',
    '<!-- ><iframe src="{0}/frame"></iframe> -->',
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_preview_has_nothing_that_connects_by_itself(
    mock: MockAppwrite, control: httpx.Client, hostile: str
) -> None:
    content = f"<p>Hello</p>{hostile.format('http://evil.test')}<p>Goodbye</p>"
    mock.given.message("email", subject="Hi", content=content, html=True)
    id = mock.outbox[0].id
    shown = control.get(f"/outbox/{id}/html")
    for name in ("iframe", "frame ", "link", "script", "object ", "embed", "meta", "base "):
        assert f"<{name}" not in shown.text.lower()
    assert shown.text.startswith("<p>Hello</p>")
    assert shown.headers["x-dns-prefetch-control"] == "off"
    assert mock.outbox[0].content == content


def test_a_listener_that_raises_is_a_bug_and_the_others_hear() -> None:
    project = Instance().create_project("shop")
    heard = []

    def breaks(*_: object) -> None:
        raise RuntimeError("deaf")

    project.listeners.add(breaks)
    project.listeners.add(lambda project, kind, record: heard.append(kind))
    project.listeners.tell("outbox")
    assert heard == ["outbox", "bug"]
    assert len(project.bugs) == 1
    assert "deaf" in project.bugs[0]


def test_being_out_of_descriptors_is_one_line_a_second(caplog: pytest.LogCaptureFixture) -> None:
    import asyncio

    async def fill() -> None:
        server, loop = make_server(Instance()), asyncio.get_running_loop()
        for _ in range(1000):
            server._hear(loop, {"exception": OSError(errno.EMFILE, "Too many open files")})

    asyncio.run(fill())
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
