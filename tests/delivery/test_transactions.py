"""What an SMTP server answers step by step, and whom the mail reaches all the same (checked against PHPMailer over a socket)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.delivery.called_project import CalledProject

LOGIN = {"username": "jane", "password": "secret"}
NOBODY: list[str] = []
ADA, BOB, BOTH = ["ada@example.com"], ["bob@example.com"], ["ada@example.com", "bob@example.com"]


def sent(replies: dict[str, Any], **provider: Any) -> tuple[str, list[str], int]:
    """Send one mail to Ada and Bob; return its status, whom it reaches, and how often it was tried."""
    mock = CalledProject()
    mock.given.provider("smtp", **provider)
    mock.project.faults.answer_delivery(replies=replies)
    for name in ("ada", "bob"):
        mock.given.user(id=name, email=f"{name}@example.com")
    message = mock.given.message(users=["ada", "bob"])
    records = mock.outbox.all
    reached = sorted({record.to for record in records if record.status == "sent"})
    return mock.message(message.id)["status"], reached, max(len(record.attempts) or 1 for record in records)


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        ({"greeting": "220 ready"}, ("sent", BOTH, 1)),
        # What the greeting says is not reported, so it is not tried again.
        ({"greeting": "421 4.3.2 Too many connections, try again later"}, ("failed", NOBODY, 1)),
        ({"greeting": "close"}, ("failed", NOBODY, 1)),
        ({"ehlo": "502 5.5.1 Not implemented"}, ("sent", BOTH, 1)),
        ({"ehlo": "close"}, ("failed", NOBODY, 1)),
        ({"starttls": "454 4.7.0 TLS temporarily not available"}, ("failed", NOBODY, 1)),
        ({"mail": "252 Perhaps"}, ("failed", NOBODY, 1)),
        ({"mail": "503 5.5.1 Bad sequence"}, ("failed", NOBODY, 5)),
        ({"rcpt": {ADA[0]: "251 Forwarded"}}, ("sent", BOTH, 1)),
        ({"rcpt": {ADA[0]: "252 Perhaps"}}, ("failed", BOB, 1)),
        ({"rcpt": {ADA[0]: "250 OK"}, "rcpt_all": "550 5.1.1 No"}, ("failed", ADA, 1)),
        # The code of a refused recipient is not reported, its words are.
        ({"rcpt": {BOB[0]: "503 5.5.1 Bad sequence"}}, ("failed", ADA, 1)),
        # They are left out of the words too.
        ({"rcpt": {BOB[0]: "503 Error: 503 Bad sequence"}}, ("failed", ADA, 1)),
        ({"rcpt": {BOB[0]: "550-5.1.1 No such user\r\n550 5.1.1 503 users"}}, ("failed", ADA, 5)),
        # Who hangs up on one recipient takes no mail for the others.
        ({"rcpt": {ADA[0]: "close"}}, ("failed", NOBODY, 1)),
        ({"rcpt": {BOB[0]: "close"}}, ("failed", NOBODY, 1)),
        ({"data": "252 Perhaps"}, ("failed", NOBODY, 1)),
        ({"data": ["451-4.7.1 Later\r\n451 4.7.1 Rate limit", "250 OK"]}, ("sent", BOTH, 2)),
    ],
    ids=str,
)
def test_a_mail_fares_as_the_mailer_takes_the_servers_replies(
    replies: dict[str, Any], outcome: tuple[str, list[str], int]
) -> None:
    assert sent(replies) == outcome


def test_whoever_must_sign_in_needs_a_hello() -> None:
    assert sent({"ehlo": "502 5.5.1 Not implemented"}, **LOGIN) == ("failed", NOBODY, 1)


@pytest.mark.parametrize(
    ("login", "outcome"),
    [
        (LOGIN, ("failed", NOBODY, 1)),
        ({}, ("sent", BOTH, 1)),
        # It signs in only with both, and to PHP the text "0" is none.
        ({"username": "jane"}, ("sent", BOTH, 1)),
        ({"password": "secret"}, ("sent", BOTH, 1)),
        ({**LOGIN, "username": "0"}, ("sent", BOTH, 1)),
    ],
    ids=str,
)
def test_a_login_is_refused_only_to_whom_has_one(login: dict[str, str], outcome: tuple[str, list[str], int]) -> None:
    assert sent({"auth": "535 5.7.8 Authentication credentials invalid"}, **login) == outcome


@pytest.mark.parametrize(
    ("replies", "options"),
    [({"auth": "535 5.7.8 No"}, {}), ({"starttls": "454 4.7.0 No"}, {"encryption": "ssl"})],
    ids=["auth", "starttls"],
)
def test_a_rule_about_a_step_that_does_not_come_up_is_not_used(
    replies: dict[str, str], options: dict[str, Any]
) -> None:
    mock = CalledProject()
    mock.given.provider("smtp", **options)
    rule = mock.project.faults.answer_delivery(replies=replies)
    mock.given.user(id="ada", email="ada@example.com")
    mock.given.message(users=["ada"])
    assert (rule.seen, rule.matched) == (0, 0)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"auto_tls": False}, "sent"),
        ({"auto_tls": False, "encryption": "tls"}, "failed"),
        ({"encryption": "ssl"}, "sent"),
        ({"host": "ssl://smtp.example.com"}, "sent"),
        ({"auto_tls": False, "host": "tls://smtp.example.com"}, "failed"),
    ],
    ids=str,
)
def test_starttls_is_asked_for_where_the_provider_encrypts(options: dict[str, Any], status: str) -> None:
    assert sent({"starttls": "454 4.7.0 No"}, **options)[0] == status


@pytest.mark.parametrize(("encryption", "status"), [("tls", "failed"), ("", "sent")])
def test_a_provider_that_encrypts_asks_for_starttls_although_the_hello_was_refused(
    encryption: str, status: str
) -> None:
    replies = {"ehlo": "502 5.5.1 Not implemented", "starttls": "454 4.7.0 No"}
    assert sent(replies, encryption=encryption)[0] == status


def test_the_words_of_several_lines_are_reported_without_their_codes() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.answer_delivery(replies={"rcpt_all": "550-5.1.1 No such user\r\n550 5.1.1 Read our help"})
    mock.given.user(id="ada", email="ada@example.com")
    mock.given.message(id="m1", users=["ada"])
    [error] = mock.message()["deliveryErrors"]
    assert error.endswith("ada@example.com: No such user\r\nRead our help")


def test_everybody_who_is_refused_is_named_with_the_servers_own_words() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.answer_delivery(replies={"rcpt": {ADA[0]: "550 5.1.1 No Ada", BOB[0]: "550 5.1.1 No Bob"}})
    for name in ("ada", "bob"):
        mock.given.user(id=name, email=f"{name}@example.com")
    mock.given.message(id="m1", users=["ada", "bob"])
    errors = mock.message()["deliveryErrors"]
    assert len(errors) == 2
    for error in errors:
        assert error.endswith("refused: ada@example.com: No Ada bob@example.com: No Bob")


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (["451 4.7.1 Rate limit", "451 4.7.1 Rate limit", "250 OK"], ("sent", BOTH, 3)),
        # The last is repeated.
        (["451 4.7.1 Rate limit", "451 4.7.1 Rate limit"], ("failed", NOBODY, 5)),
        (["250 OK", "451 4.7.1 Rate limit"], ("sent", BOTH, 1)),
    ],
    ids=str,
)
def test_of_a_list_of_replies_each_try_gets_one(data: list[str], outcome: tuple[str, list[str], int]) -> None:
    assert sent({"data": data}) == outcome
