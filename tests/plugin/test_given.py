"""`given`: what it makes up is new whatever exists already, and what it cannot make it refuses in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from mockwrite import MockAppwrite
from mockwrite.given import Given
from mockwrite.records import ProviderKind


def test_two_givens_of_one_project_make_different_people(mock_appwrite: MockAppwrite) -> None:
    first, second = Given(mock_appwrite.project), Given(mock_appwrite.project)
    users = [first.user(), first.user(), second.user(), first.user(), second.user()]
    assert [user.email for user in users] == [f"user{number}@example.com" for number in (1, 2, 3, 4, 5)]
    assert len({user.phone for user in users}) == 5


def test_made_up_targets_keep_clear_of_those_that_exist(mock_appwrite: MockAppwrite) -> None:
    first, second = Given(mock_appwrite.project), Given(mock_appwrite.project)
    ada = first.user(email="ada@example.com")
    for type in ("email", "sms", "push"):
        identifiers = [given.target(ada, type=type).identifier for given in (first, second, first, second)]
        assert len(set(identifiers)) == 4
    second.message("push")
    first.message("push")
    assert len({sent.to for sent in mock_appwrite.outbox}) == 2


def test_made_up_people_keep_clear_of_those_of_the_application(mock_appwrite: MockAppwrite) -> None:
    headers = {"x-appwrite-project": mock_appwrite.project_id, "x-appwrite-key": mock_appwrite.api_key}
    body = {"userId": "unique()", "email": "User1@example.com"}
    requests.post(f"{mock_appwrite.endpoint}/users", json=body, headers=headers, timeout=60).raise_for_status()
    assert mock_appwrite.given.user().email == "user2@example.com"


def test_a_time_can_be_a_text(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.clock.freeze("2030-01-01T00:00Z")
    mock_appwrite.given.message("sms", scheduled_at="2030-01-02T00:00Z")
    assert mock_appwrite.clock.advance(days=1)[0].channel == "sms"


MISTAKES: dict[str, tuple[Callable[[Given], object], str]] = {
    "a type of message": (
        lambda given: given.message("mail"),  # type: ignore[arg-type]
        "there is no type 'mail'; did you mean email.* The type of a message is one of email, sms, push",
    ),
    "a type of target": (
        lambda given: given.target(type="mail"),  # type: ignore[arg-type]
        "there is no type 'mail'; did you mean email.* The type of a target is one of email, sms, push",
    ),
    "a kind of provider": (
        lambda given: given.provider("sendgird"),  # type: ignore[arg-type]
        "there is no kind 'sendgird'; did you mean sendgrid",
    ),
    "a user who does not exist": (
        lambda given: given.message(users=[given.user(id="nobody"), "nobdy"]),
        "there is no user 'nobdy'; did you mean nobody.* The latest users are nobody",
    ),
    "a topic that does not exist": (
        lambda given: given.message(topics=["news"]),
        r"there is no topic 'news'\. The latest",
    ),
    "a field of another type": (
        lambda given: given.message("sms", subject="Hello"),
        "a message of type sms has no field 'subject'",
    ),
    "a wire name": (
        lambda given: given.provider("sendgrid", fromEmail="noreply@example.com"),
        "a provider of kind sendgrid has no field 'fromEmail'; did you mean from_email",
    ),
    "one id for a list": (lambda given: given.message(users="ada"), r"users is a list, got 'ada'; write users=\[…\]"),
    "one user for a list": (
        lambda given: given.topic(subscribers=given.user()),  # type: ignore[arg-type]
        r"subscribers is a list, got a User; write subscribers=\[…\]",
    ),
    "one scope for a list": (lambda given: given.key(scopes="users.read"), "scopes is a list, got 'users.read'"),
    "an address": (lambda given: given.user(email="ada"), "email is an e-mail address such as .*, got 'ada'"),
    "a number": (lambda given: given.user(phone="0171"), "phone is a number such as .*, got '0171'"),
    "a time": (lambda given: given.message(scheduled_at="noon"), "a time is expected as datetime .*, got 'noon'"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(mock_appwrite: MockAppwrite, name: str) -> None:
    act, text = MISTAKES[name]
    with pytest.raises((ValueError, TypeError, LookupError), match=text):
        act(mock_appwrite.given)


@pytest.mark.parametrize("kind", ["sendgrid", "twilio", "fcm", "smtp", "apns"])
def test_each_value_of_a_provider_can_be_given(mock_appwrite: MockAppwrite, kind: ProviderKind) -> None:
    values: dict[str, Any] = {"sendgrid": {"reply_to_name": "Ada"}, "twilio": {"from_": "+12025550100"}}.get(kind, {})
    assert mock_appwrite.given.provider(kind, **values).enabled
