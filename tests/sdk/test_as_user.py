"""An SDK client that is signed in as a user of the project."""

from __future__ import annotations

import sys

import pytest
from appwrite.exception import AppwriteException
from appwrite.services.account import Account
from appwrite.services.messaging import Messaging

from mockwrite.errors import AppwriteError
from mockwrite.testing.mock_appwrite import MockAppwrite


def test_the_client_is_that_user(mock_appwrite: MockAppwrite) -> None:
    ada = mock_appwrite.given.user(email="ada@example.com")
    assert Account(mock_appwrite.as_user(ada)).get().email == "ada@example.com"
    assert Account(mock_appwrite.as_user(ada.id)).list_sessions().total == 2


def test_the_client_may_do_what_the_user_may(mock_appwrite: MockAppwrite) -> None:
    given = mock_appwrite.given
    ada = given.user(labels=["vip"], push="device-token-1")
    phone = mock_appwrite.project.targets.first("identifier", "device-token-1")
    assert phone is not None
    given.topic(id="vips", subscribe=["label:vip"])
    given.topic(id="staff", subscribe=["team:staff"])
    messaging = Messaging(mock_appwrite.as_user(ada))
    messaging.create_subscriber("vips", "s1", phone.id)
    with pytest.raises(AppwriteException) as refused:
        messaging.create_subscriber("staff", "s2", phone.id)
    assert (refused.value.code, refused.value.type) == (401, "user_unauthorized")
    given.message("push", topics=["vips"], title="For you")
    assert mock_appwrite.outbox.one(channel="push").user_id == ada.id


def test_an_unknown_user_is_named(mock_appwrite: MockAppwrite) -> None:
    with pytest.raises(AppwriteError, match="'ghost'"):
        mock_appwrite.as_user("ghost")


def test_without_the_sdk_it_says_what_to_install(mock_appwrite: MockAppwrite, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = mock_appwrite.given.user()
    monkeypatch.setitem(sys.modules, "appwrite.client", None)
    with pytest.raises(ModuleNotFoundError, match="pip install appwrite"):
        mock_appwrite.as_user(ada)
