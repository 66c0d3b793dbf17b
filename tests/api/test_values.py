"""What editors know of the things that tests make is what the endpoint table knows."""

from __future__ import annotations

import pytest

from mockwrite.api.endpoints import every_endpoint
from mockwrite.api.values import MessageContent, Profile
from mockwrite.records import CHANNELS
from mockwrite.testing.mock_appwrite import MockAppwrite

RECIPIENTS = {"message_id", "topics", "users", "targets"}


def taken(path: str) -> set[str]:
    """Return what a POST takes, by the names in Python."""
    return {
        param.python_name()
        for row in every_endpoint()
        if row.method == "POST" and row.path == path
        for param in row.params
    }


def test_the_content_of_a_message_is_what_its_routes_take() -> None:
    routes = set().union(*(taken(f"/messaging/messages/{channel}") for channel in CHANNELS))
    assert set(MessageContent.__annotations__) - {"id"} == routes - RECIPIENTS


def test_a_profile_is_what_the_route_of_users_takes() -> None:
    assert set(Profile.__annotations__) - {"id", "labels"} == taken("/users") - {"user_id", "email", "phone"}


@pytest.mark.parametrize("thing", ["user", "message", "collection"])
def test_a_misspelt_name_is_refused_with_those_that_there_are(mock_appwrite: MockAppwrite, thing: str) -> None:
    with pytest.raises(TypeError, match=r"nmae.*Its fields are"):
        getattr(mock_appwrite.given, thing)(nmae="Ada")
