"""The last mile: e-mails go on to a local SMTP server, deliveries to a webhook, and no test ever waits for either."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import httpx
import pytest

from mockwrite import MockServer
from mockwrite.cli import main
from mockwrite.control.models import delivery_json
from mockwrite.forwarding.forwarder import Destination, Forwarder
from mockwrite.forwarding.relay import Relay
from mockwrite.forwarding.webhook import Webhook, signature
from mockwrite.settings import Settings, SettingsError
from tests.other_server import QuietHandler, running_server
from tests.smtp_inbox import Inbox, running_inbox


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an ending server wait as long as a busy machine needs to hand everything on."""
    monkeypatch.setattr("mockwrite.forwarding.forwarder._END", 60.0)


@pytest.fixture
def smtp() -> Iterator[tuple[str, Inbox]]:
    """The address of an SMTP server, and what it has got."""
    with running_inbox() as running:
        yield running


class Hook(QuietHandler):
    """Keeps what was posted; refuses as often as it was told to."""

    posted: list[tuple[dict[str, str], bytes]]
    refusals: int

    def do_POST(self) -> None:
        """Take a delivery, or refuse it."""
        body = self.rfile.read(int(self.headers["content-length"]))
        refused = type(self).refusals > 0
        if refused:
            type(self).refusals -= 1
        else:
            self.posted.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(503 if refused else 204)
        self.end_headers()


@pytest.fixture
def hook() -> Iterator[tuple[str, type[Hook]]]:
    """The address of a webhook, and the class that keeps what it got."""
    with running_server(Hook, posted=[], refusals=0) as (address, handler):
        yield f"{address}/hook", handler


def send_mail(mock: Any, **values: Any) -> Any:
    """Let a mail be captured, and return its delivery."""
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    mock.given.message("email", users=[ada], subject="Grüße", content="<b>Hello</b>", html=True, **values)
    return mock.outbox.one(to="ada@example.com")


def test_a_mail_arrives_as_its_eml_shows_it(smtp: tuple[str, Inbox]) -> None:
    url, inbox = smtp
    with MockServer() as server, server.project() as mock:
        forwarder = Forwarder(server.instance, [Relay(url, Settings())], lambda text: None)
        delivery = send_mail(mock)
        forwarder.close()
        eml = httpx.get(f"{server.url}/_mockwrite/outbox/{delivery.id}/eml?project={mock.project_id}").content
        shown = httpx.get(f"{server.url}/_mockwrite/outbox/{delivery.id}?project={mock.project_id}").json()
    ((sender, readers, content),) = inbox.mails
    assert readers == ["ada@example.com"]
    assert sender == delivery.from_.split("<")[-1].rstrip(">")
    assert content.replace(b"\r\n", b"\n").strip() == eml.replace(b"\r\n", b"\n").strip()
    assert message_from_bytes(content)["Subject"]
    assert shown["forwarded"] == {"relay": "sent"}


def test_a_dead_relay_costs_a_test_nothing_and_is_a_line_and_a_mark() -> None:
    lines: list[str] = []
    with MockServer() as server, server.project() as mock:
        forwarder = Forwarder(server.instance, [Relay("smtp://127.0.0.1:1", Settings())], lines.append)
        delivery = send_mail(mock)
        assert delivery.status == "sent"
        forwarder.close()
        mark = mock.project.forwarded[delivery.number]["relay"]
    assert "nothing listens there" in mark
    assert lines == [f"relay of delivery {delivery.id} in project {mock.project_id} failed: {mark}"]


def test_a_slow_destination_does_not_hold_up_who_sends() -> None:
    let_go = threading.Event()
    waited: list[bool] = []

    class Slow:
        name = "slow"
        waits: tuple[float, ...] = ()

        def takes(self, record: Any) -> bool:
            """Take all."""
            return True

        def send(self, record: Any) -> None:
            """Wait until the test has sent."""
            waited.append(let_go.wait(60))

    with MockServer() as server, server.project() as mock:
        slow: Destination = Slow()
        forwarder = Forwarder(server.instance, [slow], lambda text: None)
        send_mail(mock)
        let_go.set()
        forwarder.close()
        # Had the sender been held up, nobody would have let it go.
        assert waited == [True]
        assert list(mock.project.forwarded.values()) == [{"slow": "sent"}]


def test_every_delivery_is_posted_signed_and_tried_again(hook: tuple[str, type[Hook]]) -> None:
    url, handler = hook
    handler.refusals = 2
    with MockServer() as server, server.project() as mock:
        webhook = Webhook(url, Settings(webhook_secret="between us"), delivery_json)
        webhook.waits = (0.0, 0.0, 0.0)
        forwarder = Forwarder(server.instance, [webhook], lambda text: None)
        delivery = send_mail(mock)
        forwarder.close()
    ((headers, body),) = handler.posted
    assert json.loads(body)["id"] == delivery.id == headers["x-mockwrite-delivery"]
    assert headers["x-mockwrite-signature"] == signature("between us", body)
    assert headers["x-mockwrite-project"] == mock.project_id


def test_a_webhook_that_refuses_four_times_is_given_up(hook: tuple[str, type[Hook]]) -> None:
    url, handler = hook
    handler.refusals = 4
    lines: list[str] = []
    with MockServer() as server, server.project() as mock:
        webhook = Webhook(url, Settings(), delivery_json)
        webhook.waits = (0.0, 0.0, 0.0)
        forwarder = Forwarder(server.instance, [webhook], lines.append)
        send_mail(mock)
        forwarder.close()
    assert handler.posted == []
    assert len(lines) == 1
    assert "HTTP Error 503" in lines[0]


@pytest.mark.parametrize("flag", ["relay", "webhook"])
def test_another_machine_is_used_only_when_it_is_named(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = {"relay": "smtp://mail.example.com:25", "webhook": "https://hooks.example.com/x"}[flag]
    assert main(["serve", "--port", "0", f"--{flag}", url]) == 2
    assert f"only with --allow-relay-host {url.split('/')[2].split(':')[0]}" in capsys.readouterr().err
    allowed = Settings(allow_relay_host=("mail.example.com", "hooks.example.com"))
    assert Relay(url, allowed) if flag == "relay" else Webhook(url, allowed, delivery_json)


@pytest.mark.parametrize("url", ["localhost:1025", "http://localhost", "smtp://", "smtp://[::1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="relay is an address such as smtp://localhost:1025"):
        Relay(url, Settings())


def test_one_mail_is_handed_on_from_the_command_line(
    smtp: tuple[str, Inbox], capsys: pytest.CaptureFixture[str]
) -> None:
    url, inbox = smtp
    with MockServer() as server, server.project() as mock:
        delivery = send_mail(mock)
        where = ["--url", server.url, "--project", mock.project_id]
        assert main(["outbox", "relay", delivery.id, *where]) == 1
        assert "No relay is known" in capsys.readouterr().err
        assert main(["outbox", "relay", delivery.id, "--to", "smtp://127.0.0.1:1", *where]) == 1
        assert "did not take the e-mail" in capsys.readouterr().err
        assert main(["outbox", "relay", delivery.id, "--to", url, *where]) == 0
        assert main(["outbox", "relay", delivery.id, "--to", "smtp://mail.example.com", *where]) == 1
    assert [readers for _, readers, _ in inbox.mails] == [["ada@example.com"]]
