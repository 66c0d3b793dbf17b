"""The web SDK in a real browser, on a page of another origin: sign up, session, push target, subscribe, and a push arrives."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import new_context, running_chromium

HERE = Path(__file__).parent
SDK = HERE / "node_modules" / "appwrite" / "dist" / "iife" / "sdk.js"

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not SDK.exists(), reason="needs the web SDK: cd tests/sdk && npm install"),
]

PAGE = """<!doctype html><meta charset="utf-8"><title>shop</title><script src="sdk.js"></script>"""

SIGN_UP = """async ([endpoint, project]) => {
  const { Client, Account, Messaging } = window.Appwrite;
  const client = new Client().setEndpoint(endpoint).setProject(project);
  const account = new Account(client), messaging = new Messaging(client);
  await account.create('ada', 'ada@example.com', 'correct horse', 'Ada');
  await account.createEmailPasswordSession('ada@example.com', 'correct horse');
  const me = await account.get();
  const target = await account.createPushTarget('phone', 'device-token');
  const subscriber = await messaging.createSubscriber('news', 'mine', target.$id);
  let refused = '';
  try { await messaging.createSubscriber('vip', 'mine-too', target.$id); } catch (error) { refused = error.type; }
  return { user: me.$id, target: target.$id, subscriber: subscriber.userName, refused };
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    """The address of a page with the web SDK, on an origin of its own."""
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "sdk.js").write_bytes(SDK.read_bytes())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_address[1]}/index.html"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_user_signs_up_in_a_browser_and_a_push_reaches_the_device(mock_appwrite: MockAppwrite, shop: str) -> None:
    mock_appwrite.given.topic(id="news")
    mock_appwrite.given.topic(id="vip", subscribe=["label:vip"])
    mock_appwrite.given.provider("fcm")
    with running_chromium() as browser, new_context(browser) as context:
        page = context.new_page()
        page.goto(shop)
        report = page.evaluate(SIGN_UP, [mock_appwrite.endpoint, mock_appwrite.project_id])
    assert report == {"user": "ada", "target": "phone", "subscriber": "Ada", "refused": "user_unauthorized"}
    mock_appwrite.given.message("push", topics=["news"], title="News")
    sent = mock_appwrite.outbox.one(channel="push")
    assert (sent.to, sent.user_id, sent.title) == ("device-token", "ada", "News")
