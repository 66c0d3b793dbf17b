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
    world = CalledProject()
    world.given.provider("resend")
    world.given.message(users=[world.given.user(email=address)])
    assert [record.error for record in world.outbox.all] == [error]


def test_reserved_addresses_are_meant_whatever_their_case() -> None:
    world = CalledProject()
    world.given.provider("resend")
    world.given.message(targets=[world.given.target(type="email", identifier="Bounced+Ada@Simulator.Test")])
    assert len(world.outbox.failed) == 1


@pytest.mark.parametrize(
    ("number", "status"),
    [("+15005550001", "failed"), ("+15005550503", "failed"), ("+15005550006", "sent"), ("+15005560001", "sent")],
)
def test_reserved_numbers_fail_without_a_rule(number: str, status: str) -> None:
    world = CalledProject()
    world.given.provider("twilio")
    world.given.message("sms", users=[world.given.user(phone=number)])
    assert [record.status for record in world.outbox.all] == [status]


def test_reserved_recipients_are_like_any_other_in_exact_mode() -> None:
    world = CalledProject(exact=True)
    world.given.provider("resend")
    world.given.message(users=[world.given.user(email="bounced@simulator.test")])
    assert world.outbox.one()


def test_a_rule_wins_over_a_reserved_recipient() -> None:
    world = CalledProject()
    world.given.provider("resend")
    world.project.faults.fail_delivery("rejected")
    world.given.message(users=[world.given.user(email="bounced@simulator.test")])
    assert world.outbox.failed[0].fault == "f1"
