"""What providers refuse by their published rules: each row, the switch, and that the delivery and `explain` name the rule."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.delivery.explain import explain
from mockwrite.delivery.outgoing.limits import LIMITS, broken_limit
from mockwrite.outbox.content import Attachment, Content, Email, Push, Sms
from mockwrite.records import ProviderKind
from tests.delivery.called_project import CalledProject, result

MEBI = 1024 * 1024
FILE = Attachment("film", "text/plain", bytes(27 * MEBI))
# A content that breaks the rule, and one that just does not.
CASES: dict[str, tuple[Content, Content]] = {
    "fcm-data-texts": (Push((), data={"a": "1", "b": 2}), Push((), data={"a": "1", "b": "2"})),
    "fcm-data-keys": (Push((), data={"gcm.x": "1"}), Push((), data={"sender": "1", "googles": "1"})),
    "fcm-size": (Push((), body="x" * 4096), Push((), body="x" * 4000)),
    "apns-size": (Push((), body="ü" * 700, critical=True), Push((), body="x" * 3900, critical=True)),
    "twilio-length": (Sms((), "x" * 1601), Sms((), "x" * 1600)),
    "sms-encoding": (Sms((), "\ud83d"), Sms((), "🎉")),
    "sendgrid-size": (Email((), content="x" * 31 * MEBI), Email((), content="x" * 29 * MEBI)),
    "mailgun-size": (Email((), attachments=(FILE,)), Email((), content="x" * 24 * MEBI)),
    "resend-size": (Email((), content="x" * 41 * MEBI), Email((), attachments=(FILE,))),
    "ses-template-size": (Email((), content="x" * 600 * 1024), Email((), content="x" * 400 * 1024)),
    "ses-size": (Email((), attachments=(FILE, FILE)), Email((), attachments=(FILE,))),
    "smtp-size": (Email((), attachments=(FILE,)), Email((), content="x" * 24 * MEBI)),
}


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {limit.name for limit in LIMITS}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_provider_refuses_what_breaks_its_rule_and_takes_what_does_not(limit: Any) -> None:
    breaks, keeps = CASES[limit.name]
    for kind in limit.kinds:
        found = broken_limit(kind, breaks)
        assert found is not None and found.limit is limit
        assert found.error
        assert broken_limit(kind, keeps) is None


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, "failed"),
        ({"provider_limits": False}, "sent"),
        ({"exact": True, "provider_limits": True}, "failed"),
    ],
    ids=str,
)
def test_limits_hold_outside_exact_mode_and_can_be_switched(settings: dict[str, Any], status: str) -> None:
    mock = CalledProject(**settings)
    mock.given.provider("twilio")
    mock.post("sms", users=[mock.given.user().id], content="x" * 1601)
    assert mock.message()["status"] == status


def test_exact_mode_has_no_limits_unless_they_are_asked_for() -> None:
    mock = CalledProject(exact=True)
    mock.given.provider("twilio")
    mock.post("sms", users=[mock.given.user().id], content="x" * 1601)
    assert mock.message()["status"] == "sent"


@pytest.mark.parametrize("kind", ["fcm", "apns"])
def test_the_delivery_and_explain_name_the_rule(kind: ProviderKind) -> None:
    mock = CalledProject()
    mock.given.provider(kind)
    mock.post("push", users=[mock.given.user(push="token").id], body="x" * 5000)
    (record,) = mock.outbox.failed
    assert record.fault == f"provider limit {kind}-size"
    text = str(explain(mock.project, "m1"))
    assert f"a push has at most 4,096 bytes ({record.fault})" in text
    assert result(mock) == ("failed", 0, 1, True)


def test_a_mail_that_is_too_large_for_smtp_reaches_nobody() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    file = mock.given.file(bytes(20 * MEBI), id="big")
    mock.post(users=[mock.given.user().id, mock.given.user().id], attachments=[file.reference])
    assert len(mock.outbox) == 0
    assert result(mock) == ("failed", 0, 2, True)


def test_letters_beyond_ascii_count_as_their_bytes_and_are_shown_as_they_are() -> None:
    assert broken_limit("fcm", Push((), body="ü" * 1900)) is None
    too_large = broken_limit("fcm", Push((), body="ü" * 2100))
    assert too_large is not None and too_large.limit.name == "fcm-size"
    no_text = broken_limit("fcm", Push((), data={"names": ["Grüße"]}))
    assert no_text is not None and '["Grüße"]' in no_text.error
