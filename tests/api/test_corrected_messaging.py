"""Messaging (docs/contract/corrections.md, A)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.stage import Stage

PUSH, EMAIL, FCM = "/messaging/messages/push", "/messaging/messages/email", "/messaging/providers/fcm"
BROKEN, INVALID = (500, "general_unknown"), (400, "general_argument_invalid")
BOTH_MODES = pytest.mark.parametrize(("exact", "outcome"), [(True, BROKEN), (False, INVALID)])


def draft(stage: Stage, **values: Any) -> Any:
    return stage.by_key("POST", PUSH, {"messageId": "m", "title": "t", "body": "b", "draft": True, **values})


@pytest.mark.parametrize("version", ["1.6.2", "1.9.6"])
@pytest.mark.parametrize("badge", [2**31, -(2**31) - 1, 2**63])
def test_1_a_badge_is_an_integer_of_32_bits(version: str, badge: int) -> None:
    stage = Stage(version)
    refused = draft(stage, badge=badge, topics={"a": "b"})
    assert refused.outcome == INVALID
    assert "`badge`" in refused.body["message"]
    draft(stage)
    assert stage.by_key("PATCH", f"{PUSH}/m", {"badge": badge}).outcome == INVALID


def test_1_the_largest_and_smallest_are_taken_and_negative_ones_not_stored() -> None:
    stage = Stage()
    assert draft(stage, badge=2**31 - 1).body["data"]["badge"] == 2**31 - 1
    assert stage.by_key("PATCH", f"{PUSH}/m", {"badge": None}).status == 200
    assert "badge" not in draft(stage, messageId="n", badge=-(2**31)).body["data"]


@BOTH_MODES
@pytest.mark.parametrize(
    ("path", "values", "longer"),
    [
        (PUSH, {"title": "t", "body": "b", "data": {"k": "x" * 65_477}}, {"data": {"k": "x" * 65_478}}),
        (EMAIL, {"subject": "s", "content": "ü" * 10_910}, {"content": "ü" * 10_911}),
        (EMAIL, {"subject": "s", "content": '"' * 32_730}, {"content": '"' * 32_731}),
    ],
    ids=["data", "umlauts", "quotes"],
)
def test_2_a_message_holds_65535_characters_of_json(
    exact: bool, outcome: tuple[int, str], path: str, values: dict[str, Any], longer: dict[str, Any]
) -> None:
    stage = Stage(exact=exact)
    assert stage.by_key("POST", path, {"messageId": "m", "draft": True, **values}).status == 201
    assert stage.by_key("POST", path, {"messageId": "n", "draft": True, **values, **longer}).outcome == outcome
    assert stage.by_key("PATCH", f"{path}/m", longer).outcome == outcome


def test_3_the_link_of_an_image_follows_the_stored_time() -> None:
    from mockwrite.operations.uploads import put_file
    from tests.api.full_project import PNG

    stage = Stage(frozen_time="2030-01-01T00:00:00Z")
    put_file(stage.project, bucket_id="b", file_id="f", name="a.png", content=PNG)
    stage.given.user(id="u")
    stage.given.target(id="t", user="u", type="push", identifier="token")
    times = [f"2030-01-{day}T00:00:00.000+00:00" for day in ("11", "21", "31")]
    draft(stage, draft=False, targets=["t"], scheduledAt=times[1])

    def expiry(time: str) -> int:
        changed = stage.by_key("PATCH", f"{PUSH}/m", {"image": "b:f", "scheduledAt": time}).body
        import base64

        claims = changed["data"]["image"]["url"].split("jwt=")[1].split(".")[1]
        return int(json.loads(base64.urlsafe_b64decode(claims + "=="))["exp"])

    first, second = expiry(times[0]), expiry(times[2])
    # Each link is made for the time that the message had before the call: ten days less, then ten days more.
    assert first - second == 10 * 24 * 3600


def orphaned(**settings: Any) -> Stage:
    stage = Stage(**settings)
    stage.given.user(id="u", email="u@example.com")
    stage.given.topic(id="news")
    (target,) = stage.project.targets
    stage.by_key("POST", "/messaging/topics/news/subscribers", {"subscriberId": "s", "targetId": target.id})
    assert stage.by_key("PATCH", "/users/u/email", {"email": ""}).status == 200
    return stage


@pytest.mark.parametrize(("exact", "status"), [(True, 500), (False, 200)])
def test_4_a_subscriber_whose_target_is_gone_can_be_read_by_default_only(exact: bool, status: int) -> None:
    assert orphaned(exact=exact).by_key("GET", "/messaging/topics/news/subscribers/s").status == status


@pytest.mark.parametrize(("exact", "cut"), [(True, 0), (False, None)])
def test_4_a_list_with_it_is_never_answered_in_exact_mode(exact: bool, cut: int | None) -> None:
    from mockwrite.api.http import Request
    from mockwrite.api.pipeline import answer

    stage = orphaned(exact=exact)
    headers = {"x-appwrite-project": "shop", "x-appwrite-key": stage.key}
    response = answer(stage.instance, Request("GET", "/v1/messaging/topics/news/subscribers", "", headers))
    assert response.cut == cut


@pytest.mark.parametrize("exact", [True, False])
def test_4_it_cannot_be_deleted_and_stays_counted(exact: bool) -> None:
    stage = orphaned(exact=exact)
    deleted = stage.by_key("DELETE", "/messaging/topics/news/subscribers/s")
    assert deleted.outcome == (400, "target_provider_invalid_type")
    assert stage.by_key("GET", "/messaging/topics/news").body["emailTotal"] == 1


def test_5_a_message_was_delivered_after_its_last_try() -> None:
    stage = Stage(with_providers=True, frozen_time="2030-01-01T00:00:00Z")
    stage.given.user(id="u", email="u@example.com")
    stage.project.faults.fail_delivery("timeout", to="u@example.com")
    stage.by_key("POST", EMAIL, {"messageId": "m", "subject": "s", "content": "c", "users": ["u"]})
    (failed,) = stage.project.outbox.failed
    message = stage.by_key("GET", "/messaging/messages/m").body
    assert len(failed.attempts) > 1
    assert message["deliveredAt"] > "2030-01-01T00:00:10"


def test_6_an_email_of_the_text_0_fails_through_smtp() -> None:
    stage = Stage(exact=True)
    stage.given.user(id="u", email="u@example.com")
    stage.given.provider("smtp")
    stage.by_key("POST", EMAIL, {"messageId": "m", "subject": "s", "content": "0", "users": ["u"]})
    assert stage.by_key("GET", "/messaging/messages/m").body["status"] == "failed"


MAPS = [
    ({"a": {"b": {}}}, {"a": {"b": []}}),
    ({"0": "x"}, ["x"]),
    ({"a": {"0": "x", "1": "y"}}, {"a": ["x", "y"]}),
    ({"a": [{}]}, {"a": [[]]}),
]


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize(("sent", "shown"), MAPS, ids=str)
def test_7_maps_of_a_service_account_come_back_as_php_writes_them(as_text: bool, sent: Any, shown: Any) -> None:
    for exact, expected in ((True, shown), (False, sent)):
        stage = Stage(exact=exact)
        value = json.dumps(sent) if as_text else sent
        made = stage.by_key("POST", FCM, {"providerId": "f", "name": "f", "serviceAccountJSON": value})
        changed = stage.by_key("PATCH", f"{FCM}/f", {"serviceAccountJSON": value})
        read = stage.by_key("GET", "/messaging/providers/f")
        listed = stage.by_key("GET", "/messaging/providers").body["providers"][0]
        for body in (made.body, changed.body, read.body, listed):
            assert body["credentials"]["serviceAccountJSON"] == expected


NUMBERS = {"a": 1.0, "b": -0.0, "c": 12345678901234567890, "d": [2.0, 1.5]}
STORED = '{"a":1,"b":0,"c":1.2345678901234567e+19,"d":[2,1.5]}'


@pytest.mark.parametrize("exact", [True, False])
def test_8_numbers_come_back_as_php_writes_them(exact: bool) -> None:
    stage = Stage(exact=exact)
    stage.given.user(id="u")
    account = stage.by_key("POST", FCM, {"providerId": "f", "name": "f", "serviceAccountJSON": NUMBERS}).body
    data = draft(stage, data=NUMBERS).body["data"]["data"]
    prefs = stage.by_key("PATCH", "/users/u/prefs", {"prefs": NUMBERS}).body
    expected = json.loads(STORED)
    for found in (account["credentials"]["serviceAccountJSON"], data, prefs):
        assert json.dumps(found) == json.dumps(expected)


@BOTH_MODES
def test_9_credentials_that_are_too_long_once_they_are_encrypted_are_refused(
    exact: bool, outcome: tuple[int, str]
) -> None:
    stage = Stage(exact=exact)
    apns = {"providerId": "a", "name": "a", "authKey": "k" * 12_000}
    assert stage.by_key("POST", "/messaging/providers/apns", apns).status == 201
    assert (
        stage.by_key("POST", FCM, {"providerId": "f", "name": "f", "serviceAccountJSON": {"k": "k" * 12_000}}).outcome
        == outcome
    )
    assert stage.by_key("PATCH", "/messaging/providers/apns/a", {"authKey": "é" * 3_000}).outcome == outcome


def test_10_maps_in_preferences_come_back_as_php_writes_them() -> None:
    for exact, expected in ((True, {"a": {"b": []}}), (False, {"a": {"b": {}}})):
        stage = Stage(exact=exact)
        stage.given.user(id="u")
        stage.by_key("POST", "/teams", {"teamId": "t", "name": "t"})
        for method, path in (("PATCH", "/users/u/prefs"), ("PUT", "/teams/t/prefs")):
            assert stage.by_key(method, path, {"prefs": {"a": {"b": {}}}}).body == expected
        assert stage.by_key("GET", "/users/u").body["prefs"] == expected
        assert stage.by_key("GET", "/teams/t").body["prefs"] == expected
