"""Ids in another letter case (docs/contract/corrections.md, C): the database compares ids without regard to case."""

from __future__ import annotations

from json import dumps
from typing import Any
from urllib.parse import quote

import pytest

from mockwrite.delivery.explain import explain
from mockwrite.operations.uploads import put_file
from tests.api.stage import Stage


def peopled(**settings: Any) -> Stage:
    """Make one of everything, with ids in small letters."""
    stage = Stage(**settings)
    given = stage.given
    given.user(id="u1", email="u1@example.com")
    given.target(id="x1", user="u1", type="push", identifier="ToKen")
    given.topic(id="top1")
    given.provider("fcm", id="p1")
    stage.by_key("POST", "/messaging/topics/top1/subscribers", {"subscriberId": "s1", "targetId": "x1"})
    stage.by_key("POST", "/messaging/messages/sms", {"messageId": "m1", "content": "c", "draft": True})
    stage.by_key("POST", "/teams", {"teamId": "tm", "name": "T"})
    put_file(stage.project, bucket_id="bk", file_id="f1", name="a.txt", content=b"a")
    return stage


READ = [
    ("/messaging/topics/TOP1", "top1"),
    ("/messaging/topics/top1/subscribers/S1", "s1"),
    ("/messaging/providers/P1", "p1"),
    ("/messaging/messages/M1", "m1"),
    ("/users/U1", "u1"),
    ("/users/U1/targets/x1", "x1"),
    ("/storage/buckets/BK", "bk"),
    ("/storage/buckets/BK/files/F1", "f1"),
    ("/teams/TM", "tm"),
]
LISTS = [
    "/messaging/topics/TOP1/subscribers", "/messaging/messages/M1/targets", "/users/U1/targets", "/users/U1/sessions",
    "/users/U1/prefs", "/users/U1/memberships", "/storage/buckets/BK/files", "/teams/TM/memberships", "/teams/TM/prefs",
    "/messaging/topics/TOP1/logs", "/messaging/providers/P1/logs", "/messaging/subscribers/S1/logs",
]  # fmt: skip


@pytest.mark.parametrize(("path", "id"), READ)
def test_21_an_id_in_another_case_reads_the_same_resource_which_shows_its_own(path: str, id: str) -> None:
    found = peopled().by_key("GET", path)

    assert (found.status, found.body["$id"]) == (200, id)


@pytest.mark.parametrize("path", LISTS)
def test_21_what_hangs_on_a_resource_is_found_under_another_case(path: str) -> None:
    stage = peopled()
    stored = (
        path.replace("TOP1", "top1").replace("M1", "m1").replace("U1", "u1").replace("BK", "bk").replace("TM", "tm")
    )
    stored = stored.replace("P1", "p1").replace("S1", "s1")

    assert stage.by_key("GET", path).body == stage.by_key("GET", stored).body


@pytest.mark.parametrize(
    ("path", "body", "id"),
    [
        ("/messaging/topics/TOP1", {"name": "New"}, "top1"),
        ("/messaging/providers/fcm/P1", {"name": "New"}, "p1"),
        ("/messaging/messages/sms/M1", {"content": "New"}, "m1"),
        ("/users/U1/name", {"name": "New"}, "u1"),
        ("/users/u1/targets/X1", {"name": "New"}, "x1"),
    ],
)
def test_21_an_id_in_another_case_changes_the_same_resource(path: str, body: object, id: str) -> None:
    changed = peopled().by_key("PATCH", path, body)

    assert (changed.status, changed.body["$id"]) == (200, id)


@pytest.mark.parametrize(
    ("path", "stored"),
    [
        ("/messaging/topics/top1/subscribers/S1", "/messaging/topics/top1/subscribers/s1"),
        ("/messaging/topics/TOP1", "/messaging/topics/top1"),
        ("/messaging/providers/P1", "/messaging/providers/p1"),
        ("/messaging/messages/M1", "/messaging/messages/m1"),
        ("/users/u1/targets/X1", "/users/u1/targets/x1"),
        ("/users/U1", "/users/u1"),
        ("/storage/buckets/BK/files/F1", "/storage/buckets/bk/files/f1"),
        ("/storage/buckets/BK", "/storage/buckets/bk"),
        ("/teams/TM", "/teams/tm"),
    ],
)
def test_21_an_id_in_another_case_deletes_the_same_resource(path: str, stored: str) -> None:
    stage = peopled()

    assert stage.by_key("DELETE", path).status == 204
    assert stage.by_key("GET", stored).status == 404


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/messaging/topics", {"topicId": "TOP1", "name": "d"}, "topic_already_exists"),
        ("/users", {"userId": "U1"}, "user_already_exists"),
        ("/users/u1/targets", {"targetId": "X1", "providerType": "push", "identifier": "z"}, "user_target_already_exists"),
        ("/users/u1/targets", {"targetId": "x2", "providerType": "push", "identifier": "TOKEN"}, "user_target_already_exists"),
        ("/messaging/providers/sendgrid", {"providerId": "P1", "name": "d"}, "provider_already_exists"),
        ("/messaging/messages/sms", {"messageId": "M1", "content": "c", "draft": True}, "message_already_exists"),
        ("/storage/buckets", {"bucketId": "BK", "name": "d"}, "storage_bucket_already_exists"),
        ("/teams", {"teamId": "TM", "name": "d"}, "team_already_exists"),
        ("/account", {"userId": "U1", "email": "z@example.com", "password": "password"}, "user_already_exists"),
    ],
)  # fmt: skip
def test_22_an_id_that_exists_in_another_case_is_taken(path: str, body: object, error: str) -> None:
    assert peopled(exact=True).by_key("POST", path, body).outcome == (409, error)


def test_22_a_target_is_subscribed_once_in_whatever_case_and_shown_as_it_was_sent() -> None:
    stage = peopled()
    stage.given.topic(id="news")
    made = stage.by_key("POST", "/messaging/topics/news/subscribers", {"subscriberId": "n1", "targetId": "X1"})
    again = stage.by_key("POST", "/messaging/topics/news/subscribers", {"subscriberId": "n2", "targetId": "x1"})

    assert (made.status, made.body["targetId"], made.body["target"]["$id"]) == (201, "X1", "x1")
    assert again.outcome == (409, "subscriber_already_exists")


def test_22_a_message_takes_ids_in_another_case_and_reaches_the_same_people() -> None:
    stage = peopled()
    body = {"messageId": "push", "title": "t", "body": "b", "targets": ["X1"], "topics": ["TOP1"], "users": ["U1"]}
    sent = stage.by_key("POST", "/messaging/messages/push", body)

    assert (sent.status, sent.body["targets"], sent.body["topics"]) == (201, ["X1"], ["TOP1"])
    assert {(record.to, record.topic_id) for record in stage.project.outbox} == {("ToKen", "top1"), ("ToKen", None)}
    assert len(stage.project.outbox) == 3
    explained = explain(stage.project, "PUSH", "U1")
    assert {candidate.outcome for candidate in explained.candidates} == {"sent"}, explained


def test_22_one_target_in_two_cases_counts_as_named_twice() -> None:
    body = {"messageId": "push", "title": "t", "body": "b", "targets": ["X1", "x1"], "draft": True}

    assert peopled().by_key("POST", "/messaging/messages/push", body).outcome == (400, "message_target_not_push")


def test_22_a_target_keeps_the_case_in_which_its_user_was_named_and_is_read_only_then() -> None:
    stage = peopled()
    body = {"targetId": "x9", "providerType": "push", "identifier": "other"}

    assert stage.by_key("POST", "/users/U1/targets", body).body["userId"] == "U1"
    assert stage.by_key("GET", "/users/u1/targets/x9").status == 200
    assert stage.by_key("PATCH", "/users/u1/targets/x9", {"name": "n"}).outcome == (404, "user_target_not_found")


def test_22_a_subscriber_is_read_under_the_topic_in_the_case_of_its_subscription() -> None:
    stage = peopled()
    address = next(target.id for target in stage.project.targets if target.provider_type == "email")
    stage.by_key("POST", "/messaging/topics/TOP1/subscribers", {"subscriberId": "s2", "targetId": address})

    assert stage.by_key("GET", "/messaging/topics/TOP1/subscribers/S1").outcome == (404, "subscriber_not_found")
    assert stage.by_key("GET", "/messaging/topics/top1/subscribers/s2").outcome == (404, "subscriber_not_found")
    assert stage.by_key("GET", "/messaging/topics/TOP1/subscribers/s2").status == 200
    assert stage.by_key("GET", "/messaging/topics/top1").body["emailTotal"] == 1


def test_22_a_user_target_is_read_only_under_its_own_case() -> None:
    assert peopled().by_key("GET", "/users/u1/targets/X1").outcome == (404, "user_target_not_found")


def test_a_cursor_may_be_in_another_case() -> None:
    stage = peopled()
    stage.by_key("POST", "/messaging/messages/sms", {"messageId": "m2", "content": "c", "draft": True})
    after = quote(dumps({"method": "cursorAfter", "values": ["M1"]}))

    rows = stage.by_key("GET", f"/messaging/messages?queries[0]={after}").body["messages"]

    assert [row["$id"] for row in rows] == ["m2"]
