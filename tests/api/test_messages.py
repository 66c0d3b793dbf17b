"""Messages where several things are wrong at once, or a value is odd: which check speaks first (contract: messages.md)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stage import Stage

EMAIL, SMS, PUSH = (f"/messaging/messages/{kind}" for kind in ("email", "sms", "push"))
LETTER = {"messageId": "m1", "subject": "s", "content": "c"}
INVALID, BROKEN = (400, "general_argument_invalid"), (500, "general_unknown")


def named(stage: Stage, method: str, path: str, **body: Any) -> str:
    """Make a call whose parameters are refused; return the parameter that is named."""
    refused = stage.by_key(method, path, body)
    assert refused.outcome == INVALID, refused
    return str(refused.body["message"]).split("`")[1]


# Parameters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (EMAIL, ["messageId", "subject", "content", "topics", "users", "targets", "cc", "bcc", "attachments", "draft", "html", "scheduledAt"]),
        (SMS, ["messageId", "content", "topics", "users", "targets", "draft", "scheduledAt"]),
        (PUSH, ["messageId", "title", "body", "topics", "users", "targets", "data", "action", "image", "icon", "sound", "color", "tag", "badge",
                "draft", "scheduledAt", "contentAvailable", "critical", "priority"]),
    ],
    ids=["email", "sms", "push"],
)  # fmt: skip
def test_of_several_wrong_parameters_the_first_declared_is_named(path: str, wrong: list[str]) -> None:
    stage = Stage()
    good = {"messageId": "m1", "subject": "s", "content": "c"}
    for at, name in enumerate(wrong):
        body = {key: value for key, value in good.items() if key in wrong[:at]} | dict.fromkeys(wrong[at:], 1.5)
        assert named(stage, "POST", path, **body) == name


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (EMAIL, ["topics", "users", "targets", "subject", "content", "draft", "html", "cc", "bcc", "scheduledAt", "attachments"]),
        (SMS, ["topics", "users", "targets", "content", "draft", "scheduledAt"]),
        (PUSH, ["topics", "users", "targets", "title", "body", "data", "action", "image", "icon", "sound", "color", "tag", "badge", "draft",
                "scheduledAt", "contentAvailable", "critical", "priority"]),
    ],
    ids=["email", "sms", "push"],
)  # fmt: skip
def test_an_update_names_them_in_an_order_of_its_own_before_it_looks_for_the_message(
    path: str, wrong: list[str]
) -> None:
    stage = Stage()
    for at, name in enumerate(wrong):
        assert named(stage, "PATCH", f"{path}/nobody", **dict.fromkeys(wrong[at:], 1.5)) == name


def test_a_null_that_breaks_the_server_does_so_after_all_parameters_were_checked() -> None:
    stage = Stage()
    assert named(stage, "POST", EMAIL, **LETTER, draft=None, scheduledAt="soon") == "scheduledAt"
    assert named(stage, "POST", EMAIL, **LETTER, draft=None) == "draft"
    exact = Stage(exact=True)
    assert exact.by_key("POST", EMAIL, LETTER | {"draft": None, "scheduledAt": "soon"}).outcome == INVALID
    assert exact.by_key("POST", EMAIL, LETTER | {"draft": None}).outcome == BROKEN
    # 1.8.1 refuses the null itself, in its turn.
    assert named(Stage("1.8.1"), "POST", EMAIL, **LETTER, draft=None, scheduledAt="soon") == "draft"


@pytest.mark.parametrize("call", [("POST", PUSH), ("PATCH", f"{PUSH}/nobody")], ids=["create", "update"])
def test_push_data_as_a_text_breaks_the_server_before_anything_else_is_looked_at(call: tuple[str, str]) -> None:
    body = {"messageId": "m1", "data": '{"a": 1}'}
    assert Stage(exact=True).by_key(*call, body).outcome == BROKEN
    assert named(Stage(), *call, **body) == "data"


def test_push_data_that_only_python_reads_as_json_is_refused() -> None:
    refused = Stage(exact=True).by_key("POST", PUSH, {"messageId": "m1", "draft": True, "data": "NaN"})
    assert refused.outcome == INVALID


def test_a_map_with_the_keys_of_a_list_is_one() -> None:
    created = Stage().by_key("POST", EMAIL, LETTER | {"draft": True, "topics": {"0": "t1", "1": "t2"}, "users": {}})
    assert (created.status, created.body["topics"], created.body["users"]) == (201, ["t1", "t2"], [])


def test_maps_inside_of_push_data_are_read_as_php_reads_them() -> None:
    sent = {"a": {}, "b": [{}], "c": {"0": "x", "1": {}}, "d": {"1": "x"}}
    read = {"a": [], "b": [[]], "c": ["x", []], "d": {"1": "x"}}
    for exact, shown in ((False, sent), (True, read)):
        created = Stage(exact=exact).by_key("POST", PUSH, {"messageId": "m1", "draft": True, "data": sent})
        assert created.body["data"]["data"] == shown


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2099-01-02 10pm", "2099-01-02T22:00:00.000+00:00"),
        ("1/2/2099, 10:11:12\u202fPM", "2099-01-02T22:11:12.000+00:00"),
        ("2099-01-31 next month", "2099-03-03T00:00:00.000+00:00"),
        ("first monday of january 2099", "2099-01-05T00:00:00.000+00:00"),
        ("2099-07-02 10:00 Europe/Berlin", "2099-07-02T08:00:00.000+00:00"),
        ("2099-01-02 10:00 PST", "2099-01-02T18:00:00.000+00:00"),
    ],
)
def test_a_time_may_be_written_in_any_form_that_php_reads(text: str, at: str) -> None:
    created = Stage().by_key("POST", EMAIL, LETTER | {"draft": True, "scheduledAt": text})
    assert created.body["scheduledAt"] == at


@pytest.mark.parametrize(
    "text", ["2099-01-02 10:11:12,5", "2nd of January 2099", "01 02 2099", "2099-01-02 10:00 NOWHERE"]
)
def test_a_time_that_php_does_not_read_is_refused(text: str) -> None:
    assert named(Stage(), "POST", EMAIL, **LETTER, draft=True, scheduledAt=text) == "scheduledAt"


def test_an_empty_text_takes_back_what_only_the_newest_sdks_set() -> None:
    stage = Stage()
    reply = {"replyToEmail": "reply@example.com", "replyToName": "Reply"}
    created = stage.by_key("POST", EMAIL, LETTER | {"draft": True} | reply)
    assert created.body["data"].items() >= reply.items()
    changed = stage.by_key("PATCH", f"{EMAIL}/m1", dict.fromkeys(reply, ""))
    assert changed.body["data"].keys().isdisjoint(reply)
    stage.by_key("POST", PUSH, {"messageId": "m2", "draft": True, "channelId": "news"})
    assert stage.by_key("PATCH", f"{PUSH}/m2", {"channelId": ""}).body["data"] == {"priority": "high"}
    # What released servers know cannot be emptied.
    assert named(stage, "PATCH", f"{EMAIL}/m1", subject="") == "subject"


# The order of the later checks ----------------------------------------------------------------------------------------


def test_the_later_checks_of_an_email_come_in_the_order_of_the_contract() -> None:
    stage = Stage()
    stage.given.user(id="ada", email="ada@example.com", phone="+15550001111")
    sms = next(target.id for target in stage.project.targets if target.provider_type == "sms")
    stage.by_key("POST", EMAIL, LETTER | {"draft": True})
    body: dict[str, Any] = {**LETTER, "cc": [sms], "attachments": ["b1:f1"]}
    outcomes = [stage.by_key("POST", EMAIL, body).outcome]
    for name, mended in (("users", ["ada"]), ("cc", list[str]()), ("attachments", list[str]())):
        body[name] = mended
        outcomes.append(stage.by_key("POST", EMAIL, body).outcome)
    assert outcomes == [
        (400, "message_missing_target"),
        (400, "message_target_not_email"),
        (404, "storage_bucket_not_found"),
        (409, "message_already_exists"),
    ]


@pytest.mark.parametrize(
    ("version", "refusal"),
    [("1.9.6", BROKEN), ("1.8.1", BROKEN), ("1.6.2", (400, "document_invalid_structure"))],
)
def test_an_sms_too_long_to_be_stored_is_refused_before_its_id_is_found_taken(
    version: str, refusal: tuple[int, str]
) -> None:
    stage = Stage(version, exact=True)
    stage.by_key("POST", SMS, {"messageId": "m1", "draft": True, "content": "c"})
    too_long = {"content": "x" * 64230}
    assert stage.by_key("POST", SMS, {"messageId": "m1", "draft": True, **too_long}).outcome == refusal
    # An update stores the same attributes, by whichever route.
    assert stage.by_key("PATCH", f"{SMS}/m1", too_long).outcome == refusal
    assert stage.by_key("PATCH", f"{EMAIL}/m1", too_long).outcome == refusal
    assert stage.by_key("GET", "/messaging/messages/m1").body["data"] == {"content": "c"}


@pytest.mark.parametrize(
    ("version", "most", "refusal"),
    [
        ("1.9.6", 500, BROKEN),
        ("1.6.2", 500, (400, "general_query_invalid")),
        ("1.6.0", 100, (400, "general_query_invalid")),
    ],
)
def test_targets_and_copies_together_are_as_many_as_one_query_takes(
    version: str, most: int, refusal: tuple[int, str]
) -> None:
    for exact, expected in (
        (True, refusal),
        (False, refusal if refusal[0] == 400 else (400, "general_argument_invalid")),
    ):
        stage = Stage(version, exact=exact)
        user = stage.given.user(id="ada")
        ids = [
            stage.given.target(user, type="email", identifier=f"a{number}@example.com").id for number in range(most + 1)
        ]
        message = {**LETTER, "draft": True}
        assert (
            stage.by_key("POST", EMAIL, {**message, "targets": ids[2:], "cc": ids[:1], "bcc": ids[1:2]}).outcome
            == expected
        )
        assert stage.by_key("POST", EMAIL, {**message, "targets": ids[1:]}).status == 201
        assert stage.by_key("POST", EMAIL, {**message, "messageId": "m2", "users": ["ada"] * (most + 1)}).status == 201


@pytest.mark.parametrize("type", ["email", "sms", "push"])
def test_an_update_looks_nothing_up_and_takes_any_number_but_a_list_does(type: str) -> None:
    stage = Stage(exact=True)
    path = f"/messaging/messages/{type}"
    texts = {"email": LETTER, "sms": {"content": "c"}, "push": {"title": "t"}}[type]
    stage.by_key("POST", path, {**texts, "messageId": "m1", "draft": True})
    ids = [f"t{number}" for number in range(501)]
    for name in ("targets", "users", "topics", *(("cc", "bcc") if type == "email" else ())):
        assert stage.by_key("PATCH", f"{path}/m1", {name: ids}).status == 200, name
    listed = "/messaging/messages/m1/targets"
    assert stage.by_key("GET", listed).outcome == BROKEN
    assert stage.by_key("PATCH", f"{path}/m1", {"targets": ids[1:]}).status == 200
    assert stage.by_key("GET", listed).body["total"] == 0


def test_the_values_of_a_map_of_copies_get_the_mail() -> None:
    stage = Stage()
    stage.given.provider("smtp")
    stage.given.user(id="ada", email="ada@example.com")
    stage.given.user(id="bob", email="bob@example.com")
    bob = next(target.id for target in stage.project.targets if target.user_id == "bob")
    created = stage.by_key("POST", EMAIL, {**LETTER, "users": ["ada"], "cc": {"first": bob}})
    assert created.body["data"]["cc"] == [bob]
    assert [(mail.to, mail.role) for mail in stage.project.outbox] == [
        ("ada@example.com", "to"),
        ("bob@example.com", "cc"),
    ]


# Logs -----------------------------------------------------------------------------------------------------------------


def test_deleting_a_topic_a_provider_or_a_subscriber_leaves_no_entry_for_the_next_of_that_id() -> None:
    stage = Stage()
    stage.given.user(id="ada", email="ada@example.com")
    target = next(iter(stage.project.targets)).id
    topic = ("/messaging/topics", {"topicId": "t1", "name": "n"})
    subscriber = ("/messaging/topics/t1/subscribers", {"subscriberId": "s1", "targetId": target})
    provider = ("/messaging/providers/sendgrid", {"providerId": "p1", "name": "n"})
    for _ in range(2):
        for path, body in (topic, subscriber, provider):
            assert stage.by_key("POST", path, body).status == 201
        logs = {path: _logged(stage, path) for path in ("topics/t1", "subscribers/s1", "providers/p1")}
        for path in ("topics/t1/subscribers/s1", "topics/t1", "providers/p1"):
            assert stage.by_key("DELETE", f"/messaging/{path}").status == 204
    assert logs == {
        "topics/t1": ["topic.create", "topic.create"],
        "subscribers/s1": ["subscriber.create", "subscriber.create"],
        "providers/p1": ["provider.create", "provider.create"],
    }


def test_deleting_a_message_leaves_an_entry_that_the_next_of_its_id_shows() -> None:
    stage = Stage()
    stage.by_key("POST", EMAIL, LETTER | {"draft": True})
    stage.by_key("DELETE", "/messaging/messages/m1")
    assert stage.by_key("GET", "/messaging/messages/m1/logs").outcome == (404, "message_not_found")
    stage.by_key("POST", EMAIL, LETTER | {"draft": True})
    assert _logged(stage, "messages/m1") == ["message.create", "message.delete", "message.create"]


def _logged(stage: Stage, path: str) -> list[str]:
    return [entry["event"] for entry in stage.by_key("GET", f"/messaging/{path}/logs").body["logs"]]
