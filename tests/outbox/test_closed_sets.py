"""Closed sets: a value that can never be is found by the type checker, and named at run time."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from dirty_equals import IsOneOf

from mockwrite import MockAppwrite, contains
from mockwrite.delivery.outgoing.failures import FAILURES
from mockwrite.faults.fields import FailureName
from mockwrite.providers import KINDS
from mockwrite.records import ProviderKind


def test_the_types_name_what_the_tables_hold() -> None:
    assert list(get_args(ProviderKind)) == list(KINDS)
    assert list(get_args(FailureName)) == list(FAILURES)


@pytest.mark.parametrize(
    ("field", "wrong", "guess"),
    [("channel", "mail", "email"), ("role", "c", "cc"), ("provider", "twillio", "twilio"), ("status", "send", "sent")],
)
def test_a_value_that_its_field_never_has_is_no_failed_search(
    mock_appwrite: MockAppwrite, field: str, wrong: str, guess: str
) -> None:
    asked: Any = {field: wrong}
    for ask in (mock_appwrite.outbox.where, mock_appwrite.outbox.one, mock_appwrite.outbox.assert_none):
        with pytest.raises(ValueError, match=f"there is no {field} '{wrong}'; did you mean .*{guess}"):
            ask(**asked)


def test_a_closed_field_can_be_asked_in_every_other_way(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.message("sms")
    assert mock_appwrite.outbox.where(channel=IsOneOf("sms", "push"))
    assert mock_appwrite.outbox.where(channel=lambda channel: channel != "email")
    assert mock_appwrite.outbox.where(provider=contains("twi"))


def test_contains_matches_a_part_of_a_text_or_a_member_of_a_list(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.message("sms", content="Your code is 123456")
    assert mock_appwrite.outbox.one(content=contains("code is"), codes=contains("123456"))
    mock_appwrite.outbox.assert_none(content=contains("Code"))
    mock_appwrite.outbox.assert_none(subject=contains("Your"))
