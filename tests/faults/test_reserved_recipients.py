"""Recipients that fail without a rule: reserved addresses and numbers."""

from __future__ import annotations

import pytest

from tests.delivery.called_project import CalledProject


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("bounced@simulator.test", "The recipient is on the suppression list because of a bounce."),
        ("bounced+ada@simulator.test", "The recipient is on the suppression list because of a bounce."),
        ("invalid_recipient@simulator.test", "Invalid `to` field: an e-mail address is expected."),
        ("success@simulator.test", None),
        ("bounced@example.com", None),
        ("bounced@simulator.test.example.com", None),
    ],
)
def test_reserved_addresses_fail_without_a_rule(address: str, error: str | None) -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    mock.given.message(users=[mock.given.user(email=address)])
    assert [record.error for record in mock.outbox.all] == [error]


def test_reserved_addresses_are_meant_whatever_their_case() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    mock.given.message(targets=[mock.given.target(type="email", identifier="Bounced+Ada@Simulator.Test")])
    assert len(mock.outbox.failed) == 1


@pytest.mark.parametrize(
    ("number", "status"),
    [("+15005550001", "failed"), ("+15005550503", "failed"), ("+15005550006", "sent"), ("+15005560001", "sent")],
)
def test_reserved_numbers_fail_without_a_rule(number: str, status: str) -> None:
    mock = CalledProject()
    mock.given.provider("twilio")
    mock.given.message("sms", users=[mock.given.user(phone=number)])
    assert [record.status for record in mock.outbox.all] == [status]


def test_reserved_recipients_are_like_any_other_in_exact_mode() -> None:
    mock = CalledProject(exact=True)
    mock.given.provider("resend")
    mock.given.message(users=[mock.given.user(email="bounced@simulator.test")])
    assert mock.outbox.one()


def test_a_rule_wins_over_a_reserved_recipient() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    mock.project.faults.fail_delivery("rejected")
    mock.given.message(users=[mock.given.user(email="bounced@simulator.test")])
    assert mock.outbox.failed[0].fault == "f1"
