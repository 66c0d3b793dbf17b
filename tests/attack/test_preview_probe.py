"""The preview of a hostile mail in a real browser: not even a connection is opened to anybody."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import new_context, running_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

# `@` stands for the address of somebody who listens.
HOSTILE = (
    '<iframe src="@/a"></iframe><iframe/src="@/b"></iframe><IFRAME\nsrc="@/c"></IFRAME>',
    '<frameset><frame src="@/a"><frame/src="@/b"></frameset>',
    '<link rel=preconnect href="@"><link rel=dns-prefetch href="@"><link rel=prefetch href="@/a"><link rel=prerender href="@/b">',
    '<link rel=modulepreload href="@/m.js"><link rel=preload as=image href="@/i"><link rel=stylesheet href="@/s"><link rel=icon href="@/f">',
    '<script type=speculationrules>{"prefetch":[{"source":"list","urls":["@/a"]}],"prerender":[{"urls":["@/b"]}]}</script>',
    '<script src="@/a"></script><script>fetch("@/b")</script><svg><script href="@/c"/></svg>',
    '<object data="@/a"></object><embed src="@/b"><applet code="@/c"></applet><fencedframe src="@/d"></fencedframe>',
    '<meta http-equiv=refresh content="0;url=@/a"><base href="@/"><img src=b><a href=c ping="@/p">d</a>',
    (
        '<svg><foreignObject><iframe src="@/a"></iframe></foreignObject><image href="@/b"/><use href="@/c#d"/>'
        '<filter id=f><feImage href="@/e"/></filter><rect width=9 height=9 filter="url(#f)" fill="url(@/g#h)"/></svg>'
    ),
    '<template shadowrootmode=open><iframe src="@/a"></iframe></template><div><template shadowrootmode=open></template></div>',
    '<style>@import "@/a"; @font-face { font-family: x; src: url(@/b) } body { background: url(@/c); font-family: x }</style>text',
    (
        '<img src="@/a" srcset="@/b 2x"><picture><source srcset="@/c"><img></picture><video src="@/d" poster="@/e"></video>'
        '<audio src="@/f" autoplay></audio><input type=image src="@/g"><body background="@/h"><table background="@/i"></table>'
    ),
    '<noscript><iframe src="@/a"></iframe><link rel=preconnect href="@"></noscript><!-- --!><iframe src="@/b"></iframe>',
    '<math><mtext><iframe src="@/a"></iframe></mtext></math><select><iframe src="@/b"></iframe></select>',
    "<iframe srcdoc=\"&lt;iframe src='@/a'>&lt;/iframe>&lt;link rel=preconnect href='@'>\"></iframe>",
    '<title><iframe src="@/a"></title><iframe src="@/b"></iframe><textarea></textarea><xmp></xmp><iframe src="@/c">',
    '<a href="@/a">one</a><form action="@/b" method=post><button autofocus>go</button></form><portal src="@/c"></portal>',
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def somebody() -> Iterator[socket.socket]:
    """A socket on which somebody waits for anything from a mail."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def somebody_came(listening: socket.socket, *, within: float) -> bool:
    """Say whether a connection was opened, whatever was or was not sent over it."""
    return bool(select.select([listening], [], [], within)[0])


def address_of(listening: socket.socket) -> str:
    """Where somebody listens, under a name that is looked up."""
    return f"http://localhost:{listening.getsockname()[1]}"


def test_the_probe_notices_a_frame_that_a_policy_refuses(chromium: Browser, somebody: socket.socket) -> None:
    with new_context(chromium) as context:
        shown = context.new_page()
        shown.set_content(f'<iframe src="{address_of(somebody)}/"></iframe>', wait_until="commit")
        assert somebody_came(somebody, within=60)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_preview_opens_no_connection(
    chromium: Browser, mock: MockAppwrite, server: MockServer, somebody: socket.socket, hostile: str
) -> None:
    content = f"<p>Hello</p>{hostile.replace('@import', '%import').replace('@font', '%font')}"
    content = content.replace("@", address_of(somebody)).replace("%import", "@import").replace("%font", "@font")
    mock.given.message("email", subject="Hi", content=content, html=True)
    with new_context(chromium) as context:
        shown = context.new_page()
        base = f"{server.url}/_mockwrite"
        # As the page shows it, and by itself in a tab.
        shown.goto(f"{base}/?project={mock.project_id}")
        shown.locator(".row").click()
        shown.locator("iframe.letter-frame").wait_for()
        alone = context.new_page()
        alone.goto(f"{base}/outbox/{mock.outbox[0].id}/html?project={mock.project_id}", wait_until="load")
        assert not somebody_came(somebody, within=0.5)
        assert mock.outbox[0].content == content
