"""The failures that providers can answer with (contract: delivery.md, retries and the rows "Judge")."""

from __future__ import annotations

import pytest

from mockwrite.delivery.outgoing.failures import (
    FAILURES,
    RETRYABLE_WORDS,
    failure,
    is_retryable,
    names_for,
)
from mockwrite.delivery.outgoing.reading import EXPIRED_TOKEN, NO_RESULT, UNKNOWN_ERROR
from mockwrite.providers import KINDS

PAIRS = [(name, kind) for name, row in FAILURES.items() for kind in row.errors]


def kinds(channel: str) -> set[str]:
    """Return the provider kinds of a channel."""
    return {kind for kind, row in KINDS.items() if row.type == channel}


@pytest.mark.parametrize(
    "text",
    [
        "Throttled",
        "Maximum sending rate exceeded.",
        "Rate limit hit",
        "Too Many Requests",
        "HTTP 429",
        "Daily quota used up",
        "Service Unavailable",
        "503",
        "Operation timed out",
        "Gateway Timeout",
        "Temporarily deferred",
    ],
)
def test_texts_that_speak_of_a_passing_trouble_are_tried_again(text: str) -> None:
    assert is_retryable(text)


@pytest.mark.parametrize("text", ["", UNKNOWN_ERROR, EXPIRED_TOKEN, "Bad Credentials", "TooManyRequests", "550 5.1.1"])
def test_other_texts_are_not_tried_again(text: str) -> None:
    assert not is_retryable(text)


def test_the_words_are_those_of_the_sheet() -> None:
    assert len(RETRYABLE_WORDS) == len(set(RETRYABLE_WORDS)) == 11
    assert all(word == word.lower() for word in RETRYABLE_WORDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "name", ["invalid_recipient", "rejected", "throttled", "provider_down", "timeout", "unauthorized", "quota"]
)
def test_every_provider_has_the_common_failures(name: str, kind: str) -> None:
    assert failure(name, kind).name == name


def test_bounces_are_for_mail_and_dead_tokens_for_push() -> None:
    assert set(FAILURES["bounced"].errors) == kinds("email")
    assert set(FAILURES["expired_token"].errors) == kinds("push")
    assert FAILURES["bounced"].channels == {"email"}
    assert FAILURES["throttled"].channels == {"email", "sms", "push"}


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_only_a_dead_token_expires_a_target(name: str, kind: str) -> None:
    # A token that is none is a BadDeviceToken to APNs, which counts as dead (delivery.md, APNS, judge).
    dead = name == "expired_token" or (name, kind) == ("invalid_recipient", "apns")
    assert failure(name, kind).expires_target(kind) == dead


@pytest.mark.parametrize("kind", sorted(kinds("email") | kinds("sms") | {"fcm"}))
def test_a_throttled_batch_is_tried_again_when_its_provider_gives_a_reason(kind: str) -> None:
    found = failure("throttled", kind)
    assert found.retryable(kind) == (found.error(kind) != UNKNOWN_ERROR)


@pytest.mark.parametrize(("name", "kind"), [pair for pair in PAIRS if pair[1] == "msg91"])
def test_msg91_never_gives_a_reason(name: str, kind: str) -> None:
    found = failure(name, kind)
    assert found.throws or found.error(kind) == UNKNOWN_ERROR
    assert not found.retryable(kind)


@pytest.mark.parametrize("name", ["provider_down", "timeout", "server_error"])
def test_mailgun_says_nothing_about_anybody_when_it_is_down(name: str) -> None:
    assert failure(name, "mailgun").error("mailgun") == NO_RESULT
    assert not failure(name, "mailgun").retryable("mailgun")


@pytest.mark.parametrize(
    ("name", "whole"),
    [("invalid_recipient", False), ("throttled", False), ("unauthorized", True), ("provider_down", True)],
)
def test_what_concerns_the_account_fails_the_whole_batch(name: str, whole: bool) -> None:
    assert FAILURES[name].whole_batch is whole


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_exception_is_never_tried_again(kind: str) -> None:
    assert not failure("adapter_exception", kind).retryable(kind)


def test_an_unknown_name_is_answered_with_the_names_that_exist() -> None:
    with pytest.raises(ValueError, match="nonsense") as caught:
        failure("nonsense", "twilio")
    for name in names_for("twilio"):
        assert name in str(caught.value)


def test_a_failure_of_another_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="twilio cannot fail with 'bounced'"):
        failure("bounced", "twilio")
