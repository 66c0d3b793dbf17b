"""The hosts of an SMTP provider: which are tried, and what comes of none (checked against PHPMailer)."""

from __future__ import annotations

import pytest

from mockwrite.delivery.outgoing.hosts import hosts_of
from tests.delivery.called_project import CalledProject, result


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("mail.example.com", [("", "mail.example.com", None)]),
        (" tls://a.example.com:2525 ; ssl://b:465", [("tls", "a.example.com", 2525), ("ssl", "b", 465)]),
        ("mail_server;https://mail.example.com;localhost", [("", "localhost", None)]),
        ("10.0.0.1;10.0.0.999;[::1]:26;[::x]", [("", "10.0.0.1", None), ("", "[::1]", 26)]),
        ("mail:0;mail:65535;mail:65536", [("", "mail", None), ("", "mail", 65535), ("", "mail", None)]),
        ("SSL://mail.example.com;-mail;mail-;;" + "x" * 64, []),
    ],
)
def test_entries_that_name_no_host_are_passed_over(text: str, tried: list[tuple[str, str, int | None]]) -> None:
    assert [tuple(host) for host in hosts_of(text)] == tried


@pytest.mark.parametrize("exact", [True, False])
def test_nothing_is_sent_when_no_host_is_left(exact: bool) -> None:
    mock = CalledProject(exact=exact)
    mock.given.provider("smtp", host="mail_server")
    mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"])
    assert result(mock) == ("failed", 0, 1, True)
    [delivery] = mock.outbox.failed
    assert delivery.wire() == []
    assert "its name is none" in str(delivery.error)


def test_the_first_host_is_in_the_view_of_the_wire() -> None:
    mock = CalledProject()
    mock.given.provider("smtp", host="mail_server;ssl://a.example.com:465;b.example.com", username="0", password="p")
    mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"])
    [request] = mock.outbox.one().wire()
    assert request.url == "smtps://a.example.com:465"
    assert "b.example.com" in request.note
    assert "Login" not in request.headers
