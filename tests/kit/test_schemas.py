"""The JSON Schemas: valid themselves, strict, and readable when an answer departs from them."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockwrite_fixtures import assert_matches, json_schema, model_for
from mockwrite_fixtures.schemas import MODELS
from mockwrite_fixtures.schemas.quick import compile_document

STAMPS = {
    "$id": "x1",
    "$createdAt": "2030-01-31T08:00:00.000+00:00",
    "$updatedAt": "2030-01-31T08:00:00.000+00:00",
}
TOPIC: dict[str, Any] = {
    **STAMPS,
    "name": "News",
    "emailTotal": 0,
    "smsTotal": 0,
    "pushTotal": 0,
    "subscribe": ["users"],
}
TARGET: dict[str, Any] = {
    **STAMPS,
    "name": "",
    "userId": "u1",
    "providerId": None,
    "providerType": "email",
    "identifier": "ada@example.com",
    "expired": False,
}
SUBSCRIBER: dict[str, Any] = {
    **STAMPS,
    "targetId": "t1",
    "target": TARGET,
    "userId": "u1",
    "userName": "",
    "topicId": "news",
    "providerType": "email",
}
MESSAGE: dict[str, Any] = {
    **STAMPS,
    "providerType": "sms",
    "topics": [],
    "users": ["u1"],
    "targets": [],
    "scheduledAt": None,
    "deliveredAt": None,
    "deliveryErrors": [],
    "deliveredTotal": 0,
    "data": {"content": "Hello"},
    "status": "processing",
}
TWILIO: dict[str, Any] = {
    **STAMPS,
    "name": "SMS",
    "provider": "twilio",
    "enabled": True,
    "type": "sms",
    "credentials": {"accountSid": "AC1", "authToken": "secret"},
    "options": {"from": "+12025550100"},
}
GONE = {**dict.fromkeys(TARGET, ""), "providerId": None, "expired": False}


def changed(body: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(body), **fields}


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


def differences(model: str, body: object, **options: Any) -> list[str]:
    with pytest.raises(AssertionError) as caught:
        assert_matches(model, body, **options)
    return [" ".join(line.split()) for line in str(caught.value).splitlines()[1:]]


@pytest.mark.parametrize(
    "version", [*(pytest.param(earlier, marks=pytest.mark.full) for earlier in ("1.5.0", "1.6.2", "1.8.1")), "1.9.6"]
)
@pytest.mark.parametrize("exact", [False, True])
def test_every_schema_is_a_valid_draft_2020_12_document(version: str, exact: bool) -> None:
    for model in MODELS:
        Draft202012Validator.check_schema(json_schema(model, version=version, exact=exact))


def test_a_schema_stands_alone() -> None:
    schema = json_schema("subscriberList")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"subscriberList", "subscriber", "target"} <= set(schema["$defs"])


@pytest.mark.parametrize(
    ("model", "body"),
    [
        ("topic", TOPIC),
        ("topic", changed(TOPIC, description="About us", qos=1, expiry=None)),
        ("topicList", {"total": 1, "topics": [TOPIC]}),
        ("target", TARGET),
        ("subscriber", SUBSCRIBER),
        ("subscriber", changed(SUBSCRIBER, target=GONE)),
        ("message", MESSAGE),
        ("message", changed(MESSAGE, status="sent", deliveredAt=STAMPS["$createdAt"], deliveredTotal=1)),
        ("message", changed(MESSAGE, data={"content": "c", "title": "through the push route"})),
        ("provider", TWILIO),
        ("provider", changed(TWILIO, enabled=False, credentials={}, options={})),
        ("error", {"message": "No.", "code": 404, "type": "topic_not_found", "version": "1.9.6"}),
        ("prefs", {}),
    ],
)
def test_what_the_server_sends_matches(model: str, body: object) -> None:
    assert_matches(model, body, ordered=True)


@pytest.mark.parametrize("name", list(TOPIC))
def test_no_field_of_a_topic_may_be_missing(name: str) -> None:
    (line,) = differences("topic", without(TOPIC, name))
    assert line.startswith(f"$.{name} expected ") and line.endswith(" got nothing")


@pytest.mark.parametrize(
    ("model", "body", "line"),
    [
        ("topic", changed(TOPIC, emailTotal="3"), '$.emailTotal expected an integer, 0 or more got "3"'),
        ("topic", changed(TOPIC, emailtotal=1), "$.emailtotal expected no such field (is it emailTotal?) got 1"),
        ("topic", changed(TOPIC, subscribe="users"), '$.subscribe expected a list got "users"'),
        ("topicList", {"total": 1, "topics": [changed(TOPIC, name=7)]}, "$.topics[0].name expected a text got 7"),
        ("target", changed(TARGET, name=None), "$.name expected a text got null"),
        ("subscriber", changed(SUBSCRIBER, target=without(TARGET, "userId")), "$.target.userId"),
        ("message", changed(MESSAGE, data={"subject": "s"}), "$.data.content expected a text got nothing"),
        ("message", changed(MESSAGE, deliveredTotal=2), "$.deliveredTotal expected 0 before delivery got 2"),
        ("message", changed(MESSAGE, status="failed"), "$.deliveryErrors expected at least one error"),
        ("message", changed(MESSAGE, scheduledAt="2030-01-01"), "$.scheduledAt expected a time such as"),
        ("provider", changed(TWILIO, type="email"), '$.type expected sms, for it is twilio got "email"'),
        ("provider", changed(TWILIO, options={}), "$.options.from expected a value got nothing"),
        ("provider", changed(TWILIO, credentials=[], enabled=False), "$.credentials expected a map got []"),
        ("error", {"message": "No.", "code": 400, "type": "topic_not_found", "version": "1.9.6"}, "$.type expected an"),
        ("prefs", [], "$ expected a map got []"),
    ],
)
def test_a_departure_is_told_with_its_place(model: str, body: object, line: str) -> None:
    assert any(found.startswith(line) for found in differences(model, body)), differences(model, body)


def test_all_departures_are_told_at_once() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_matches("topic", changed(without(TOPIC, "name"), smsTotal=-1, subscribe=None))
    assert str(caught.value) == (
        "this is no topic of Appwrite 1.9.6, 3 place(s) differ:\n"
        "  $.name       expected a text                 got nothing\n"
        "  $.smsTotal   expected an integer, 0 or more  got -1\n"
        "  $.subscribe  expected a list                 got null"
    )


def test_a_long_list_of_departures_is_cut() -> None:
    body = {"total": 20, "topics": [changed(TOPIC, name=None)] * 20}
    assert differences("topicList", body)[-1] == "… and 8 more"


def test_the_order_of_fields_is_judged_only_when_asked() -> None:
    body = {"name": "News", **without(TOPIC, "name")}
    assert_matches("topic", body)
    assert differences("topic", body, ordered=True) == ["$ expected $id as field 1 got name"]


def test_empty_maps_are_objects_or_with_exact_lists() -> None:
    friendly = changed(TWILIO, enabled=False, credentials={}, options={})
    exact = changed(TWILIO, enabled=False, credentials=[], options=[])
    assert_matches("provider", friendly)
    assert_matches("provider", exact, exact=True)
    assert len(differences("provider", exact)) == 2
    assert len(differences("provider", friendly, exact=True)) == 2


def test_fields_follow_the_release() -> None:
    old_target = without(TARGET, "expired")
    assert_matches("target", old_target, version="1.6.0")
    assert differences("target", old_target, version="1.6.1") == ["$.expired expected true or false got nothing"]
    assert differences("target", TARGET, version="1.6.0") == ["$.expired expected no such field got false"]


def test_a_line_means_its_last_release() -> None:
    ses = changed(TWILIO, enabled=False, provider="ses", type="email", credentials={})
    ses["options"] = dict.fromkeys(("fromName", "fromEmail", "replyToName", "replyToEmail"), "")
    assert_matches("provider", ses, version="1.9")
    assert differences("provider", ses, version="1.8")


def test_an_old_response_format_loses_fields_of_a_user() -> None:
    user: dict[str, Any] = {
        **STAMPS,
        **dict.fromkeys(("name", "email", "phone", "passwordUpdate", "accessedAt"), ""),
        **dict.fromkeys(("password", "hash", "hashOptions", "emailCanonical"), None),
        **dict.fromkeys(("emailIsFree", "emailIsDisposable", "emailIsCorporate", "emailIsCanonical"), None),
        **dict.fromkeys(("emailVerification", "phoneVerification"), False),
        "registration": STAMPS["$createdAt"],
        "status": True,
        "labels": [],
        "prefs": {},
    }
    assert_matches("user", user, response_format="1.4.0")
    assert_matches("user", user, response_format="nonsense")
    assert_matches("user", {**user, "mfa": False, "targets": []}, response_format="1.8.0")
    newest = {**user, "mfa": False, "targets": [TARGET], "impersonator": None, "impersonatorUserId": None}
    for unfiltered in (None, "", "2.5.0"):
        assert_matches("user", newest, response_format=unfiltered)


@pytest.mark.parametrize(
    ("method", "path", "status", "model"),
    [
        ("GET", "/v1/messaging/topics", 200, "topicList"),
        ("GET", "//v1//messaging///topics/", 200, "topicList"),
        ("GET", "/v1/messaging/topics?queries[]=x", 200, "topicList"),
        ("POST", "/v1/messaging/providers/twilio", 201, "provider"),
        ("GET", "/v1/messaging/providers/mailgun", 200, "provider"),
        ("GET", "/v1/messaging/messages/m1/targets", 200, "targetList"),
        ("PATCH", "/v1/users/u1/prefs", 200, "prefs"),
        ("PATCH", "/v1/users/u1/verification/phone", 200, "user"),
        ("GET", "/v1/account", 200, "account"),
        ("DELETE", "/v1/messaging/topics/t1", 204, None),
        ("HEAD", "/v1/messaging/topics", 200, None),
        ("GET", "/v1/storage/buckets/b/files/f/view", 200, None),
        ("GET", "/v1/ping", 200, None),
        ("GET", "/v1/users/usage", 200, "usageUsers"),
        ("GET", "/_mockwrite/outbox", 404, None),
        ("PUT", "/v1/messaging/topics", 404, "error"),
        ("GET", "/v1/ping", 404, "error"),
    ],
)
def test_a_request_knows_the_model_of_its_answer(method: str, path: str, status: int, model: str | None) -> None:
    assert model_for(method, path, status) == model


def test_an_unknown_model_or_version_says_what_exists() -> None:
    with pytest.raises(ValueError, match=r"no model 'topics'; the models are .*\btopic, topicList\b"):
        assert_matches("topics", {})
    with pytest.raises(ValueError, match=r"a version such as 1\.9\.6 or 1\.8 is expected, got 'latest'"):
        assert_matches("topic", TOPIC, version="latest")


def test_importing_the_kit_loads_nothing_heavy() -> None:
    program = (
        "import sys, mockwrite_fixtures, mockwrite_fixtures.schemas; "
        "print(*sorted({'faker', 'hypothesis', 'jsonschema', 'orjson', 'starlette', 'pytest_mockwrite'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def spoilt(body: Any) -> Iterator[Any]:
    """Yield a body with one thing changed, for each place in it."""
    for other in (None, "", "x", 1, -1, True, [], {}, ["x"], {"x": 1}):
        if (type(other), other) != (type(body), body):
            yield other
    if isinstance(body, dict):
        for name, value in body.items():
            yield without(body, name)
            for other in spoilt(value):
                yield {**body, name: other}
        yield {**body, "strange": 1}
    if isinstance(body, list):
        for index, value in enumerate(body):
            for other in spoilt(value):
                yield [*body[:index], other, *body[index + 1 :]]


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(
    ("model", "body"),
    [
        ("topicList", {"total": 1, "topics": [TOPIC]}),
        ("subscriber", SUBSCRIBER),
        ("message", MESSAGE),
        ("message", changed(MESSAGE, status="failed", deliveryErrors=["No."])),
        ("provider", TWILIO),
        ("error", {"message": "No.", "code": 404, "type": "topic_not_found", "version": "1.9.6"}),
    ],
)
def test_the_quick_look_agrees_with_the_validator(model: str, body: object, exact: bool) -> None:
    schema = json_schema(model, exact=exact)
    fits, validator = compile_document(schema), Draft202012Validator(schema)
    for candidate in (body, *spoilt(body)):
        assert fits(candidate) == validator.is_valid(candidate), candidate


def test_the_quick_look_knows_every_keyword_of_every_schema() -> None:
    for version in ("1.5.0", "1.6.2", "1.9.6"):
        for model in MODELS:
            compile_document(json_schema(model, version=version))
            compile_document(json_schema(model, version=version, exact=True))
    with pytest.raises(LookupError):
        compile_document({"title": "odd", "$defs": {"odd": {"multipleOf": 2}}})
