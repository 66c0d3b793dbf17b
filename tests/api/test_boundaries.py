"""Both sides of boundaries that no other test stands on, from the tables of the contract."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from mockwrite.api.endpoints import ENDPOINTS, every_endpoint
from mockwrite.moments import format_time
from mockwrite.providers import KINDS
from tests.api.stage import Stage

CONTRACT = Path(__file__).parents[2] / "docs" / "contract"
INVALID = (400, "general_argument_invalid")


def stage_with_lists() -> Stage:
    """A project in which every list of Messaging has two rows or more."""
    stage = Stage()
    for number in (1, 2):
        stage.by_key("POST", "/users", {"userId": f"u{number}", "email": f"u{number}@example.com"})
        stage.by_key(
            "POST",
            "/users/u1/targets",
            {"targetId": f"t{number}", "providerType": "email", "identifier": f"t{number}@example.com"},
        )
        stage.by_key("POST", "/messaging/providers/sendgrid", {"providerId": f"p{number}", "name": "p"})
        stage.by_key("POST", "/messaging/topics", {"topicId": f"top{number}", "name": "t"})
        stage.by_key(
            "POST", "/messaging/topics/top1/subscribers", {"subscriberId": f"s{number}", "targetId": f"t{number}"}
        )
    for number in (1, 2):
        body = {"messageId": f"m{number}", "content": "c", "subject": "s", "draft": True, "targets": ["t1", "t2"]}
        stage.by_key("POST", "/messaging/messages/email", body)
    for path, change in (
        ("/messaging/messages/email/m1", {"subject": "other"}),
        ("/messaging/providers/sendgrid/p1", {"name": "other"}),
        ("/messaging/topics/top1", {"name": "other"}),
    ):
        assert stage.by_key("PATCH", path, change).status == 200
    return stage


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/messaging/messages", "messages"),
        ("/messaging/messages/m1/targets", "targets"),
        ("/messaging/messages/m1/logs", "logs"),
        ("/messaging/providers", "providers"),
        ("/messaging/providers/p1/logs", "logs"),
        ("/messaging/topics", "topics"),
        ("/messaging/topics/top1/logs", "logs"),
        ("/messaging/topics/top1/subscribers", "subscribers"),
        ("/users", "users"),
        ("/users/u1/targets", "targets"),
    ],
)
def test_a_total_that_nobody_wants_is_0_and_else_counts_what_is_not_on_the_page(path: str, rows: str) -> None:
    stage = stage_with_lists()
    page = "queries[0]=" + quote('{"method":"limit","values":[1]}')
    counted = stage.by_key("GET", f"{path}?{page}&total=1").body
    assert counted["total"] >= 2
    assert counted["total"] == stage.by_key("GET", f"{path}?{page}").body["total"]
    uncounted = stage.by_key("GET", f"{path}?{page}&total=0").body
    assert uncounted["total"] == 0
    assert uncounted[rows] == counted[rows]
    assert len(uncounted[rows]) == 1


def test_the_status_of_a_success_is_the_one_that_the_contract_names() -> None:
    text = (CONTRACT / "endpoints.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \| (\d{3}) \|", text, re.MULTILINE)
    named = {(method, f"/messaging{path}"): int(status) for method, path, status in rows}
    ours = {(endpoint.method, endpoint.path): endpoint.status for endpoint in ENDPOINTS}
    shared = named.keys() & ours.keys()
    assert len(shared) > 20
    assert {key: ours[key] for key in shared} == {key: named[key] for key in shared}


def test_a_delete_is_answered_with_204_unless_it_shows_the_rows_that_went() -> None:
    deletes = [endpoint for endpoint in every_endpoint() if endpoint.method == "DELETE"]
    wanted = {(endpoint.path, 204 if endpoint.model is None else 200) for endpoint in deletes}
    assert {(endpoint.path, endpoint.status) for endpoint in deletes} == wanted
    assert {endpoint.status for endpoint in every_endpoint()} == {200, 201, 202, 204, 301}


@pytest.mark.parametrize(
    "path", ["/users", "/teams", "/storage/buckets", "/storage/buckets/b/files", "/teams/t/memberships"]
)
def test_old_lists_take_queries_as_calls_from_clients_of_their_time_only(path: str) -> None:
    stage = Stage()
    stage.by_key("POST", "/storage/buckets", {"bucketId": "b", "name": "b"})
    stage.by_key("POST", "/teams", {"teamId": "t", "name": "t"})
    for form, status in (("1.4.0", 200), ("1.4.99", 200), ("1.5.0", 400), ("1.9.0", 400)):
        asked = f"{path}?queries[0]={quote('limit(1)')}"
        answer = stage.call("GET", asked, X_Appwrite_Key=stage.key, X_Appwrite_Response_Format=form)
        assert answer.status == status, form
    assert stage.by_key("GET", f"{path}?queries[0]={quote('limit(1)')}").outcome[0] == 400


@pytest.mark.parametrize(
    "path", ["/messaging/messages", "/messaging/providers", "/messaging/topics", "/users/u1/targets"]
)
@pytest.mark.parametrize("form", ["1.4.0", "1.9.0"])
def test_messaging_never_takes_queries_as_calls(path: str, form: str) -> None:
    stage = stage_with_lists()
    asked = f"{path}?queries[0]={quote('limit(1)')}"
    answer = stage.call("GET", asked, X_Appwrite_Key=stage.key, X_Appwrite_Response_Format=form)
    assert answer.outcome[0] == 400


@pytest.mark.parametrize(("badge", "stored"), [(-2, None), (-1, None), (0, 0), (1, 1), (2**31 - 1, 2**31 - 1)])
def test_a_badge_is_stored_from_0_on(badge: int, stored: int | None) -> None:
    stage = Stage()
    body: dict[str, Any] = {"messageId": "m", "title": "t", "body": "b", "draft": True, "badge": badge}
    assert stage.by_key("POST", "/messaging/messages/push", body).body["data"].get("badge") == stored


@pytest.mark.parametrize(
    ("badge", "status"), [(2**31, 400), (-(2**31), 201), (-(2**31) - 1, 400), (1.0, 400), ("1", 400), (True, 400)]
)
def test_a_badge_is_an_integer_of_32_bits(badge: object, status: int) -> None:
    body = {"messageId": "m", "title": "t", "body": "b", "draft": True, "badge": badge}
    assert Stage().by_key("POST", "/messaging/messages/push", body).status == status


@pytest.mark.parametrize(
    ("port", "status"),
    [(0, 400), (1, 201), (65_535, 201), (65_536, 400), ("25", 201), (25.0, 400), (25.5, 400), (True, 400)],
)
def test_a_port_is_a_whole_number_also_as_a_text(port: object, status: int) -> None:
    body = {"providerId": "p", "name": "p", "host": "mail.test", "port": port}
    stage = Stage()
    made = stage.by_key("POST", "/messaging/providers/smtp", body)
    assert made.status == status
    assert status != 201 or next(iter(stage.project.providers)).credentials["port"] == int(str(port))


@pytest.mark.parametrize(
    ("qos", "status"), [(-1, 400), (0, 201), (1.0, 201), ("1", 201), (0.5, 400), (2, 400), (2.0, 400)]
)
def test_what_typed_sdks_send_as_a_float_is_a_whole_number(qos: object, status: int) -> None:
    body = {"topicId": "t", "name": "t", "qos": qos}
    assert Stage().by_key("POST", "/messaging/topics", body).status == status


@pytest.mark.parametrize(("before", "status"), [(1, 400), (0, 201), (-1, 201)])
def test_a_message_may_be_scheduled_for_now_and_later(before: int, status: int) -> None:
    stage = Stage()
    stage.project.clock.freeze("2030-01-01T00:00:00.500Z")
    body = {
        "messageId": "m",
        "content": "c",
        "users": ["ada"],
        "scheduledAt": format_time(stage.project.clock.ms - before),
    }
    stage.by_key("POST", "/users", {"userId": "ada", "phone": "+15550001111"})
    assert stage.by_key("POST", "/messaging/messages/sms", body).status == status


def test_no_provider_takes_more_at_once_than_the_contract_says() -> None:
    text = (CONTRACT / "delivery.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\w[\w ]*?) \| (\d+) \| \d", text, re.MULTILINE))
    named = {name.lower(): int(size) for name, size in rows.items() if name.lower() in KINDS}
    assert len(named) > 8
    assert {name: KINDS[name].adapter.batch for name in named} == named
    # Before 1.5.3 msg91 was described otherwise.
    assert {kind.earlier[1].adapter.batch for kind in KINDS.values() if kind.earlier} == {named["msg91"]}


@pytest.mark.parametrize(
    ("name", "least", "most"), [("length", 4, 128), ("expire", 60, 31_536_000)], ids=["length", "expire"]
)
def test_a_number_between_two_ends_may_be_either_end(name: str, least: int, most: int) -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "u"})
    for value, outcome in (
        (least - 1, INVALID),
        (least, (201, None)),
        (least + 1, (201, None)),
        (most, (201, None)),
        (most + 1, INVALID),
    ):
        assert stage.by_key("POST", "/users/u/tokens", {name: value}).outcome == outcome, value


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("/messaging/topics", {"topicId": "t", "name": "t"}, "subscribe"),
        ("/storage/buckets", {"bucketId": "b", "name": "b"}, "allowedFileExtensions"),
        ("/teams", {"teamId": "t", "name": "t"}, "roles"),
    ],
)
def test_a_list_has_100_elements_at_most(path: str, body: dict[str, str], name: str) -> None:
    element = "users" if name == "subscribe" else "png"
    for count, outcome in ((1, (201, None)), (101, INVALID), (100, (201, None))):
        stage = Stage()
        assert stage.by_key("POST", path, {**body, name: [element] * count}).outcome == outcome, count


def test_several_rows_are_100_at_most() -> None:
    stage = Stage()
    stage.by_key("POST", "/tablesdb", {"databaseId": "db", "name": "db"})
    stage.by_key("POST", "/tablesdb/db/tables", {"tableId": "t", "name": "t"})
    for count, status in ((101, 400), (100, 201)):
        rows = [{"$id": f"r{number}"} for number in range(count)]
        assert stage.by_key("POST", "/tablesdb/db/tables/t/rows", {"rows": rows}).status == status, count


def test_a_log_begins_with_what_was_done_last() -> None:
    stage = stage_with_lists()
    newest, *rest = stage.by_key("GET", "/messaging/topics/top1/logs").body["logs"]
    assert newest["event"] == "topic.update"
    assert "topic.create" in [entry["event"] for entry in rest]


@pytest.mark.parametrize("path", ["/messaging/topics", "/users", "/messaging/messages"])
def test_a_release_without_the_parameter_counts_always(path: str) -> None:
    stage = Stage("1.5.0")
    stage.by_key("POST", "/users", {"userId": "u", "email": "u@example.com"})
    stage.by_key("POST", "/messaging/topics", {"topicId": "t", "name": "t"})
    stage.by_key("POST", "/messaging/messages/email", {"messageId": "m", "content": "c", "subject": "s", "draft": True})
    for asked in (path, f"{path}?total=0"):
        assert stage.by_key("GET", asked).body["total"] == 1


@pytest.mark.parametrize(
    ("prefs", "status"),
    [({}, 200), ([], 200), ({"a": 1}, 200), ("text", 400), (1, 400), ([1], 400), ({"0": "a"}, 400), (None, 400), ({"a": "x" * 65_527}, 200), ({"a": "x" * 65_528}, 400)],
)  # fmt: skip
def test_preferences_are_a_map_of_so_many_bytes(prefs: object, status: int) -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "u"})
    assert stage.by_key("PATCH", "/users/u/prefs", {"prefs": prefs}).status == status


@pytest.mark.parametrize(
    ("release", "exact", "delay"), [("1.6.2", True, 60_000), ("1.6.2", False, 0), ("1.7.4", True, 0)]
)
def test_a_log_shows_what_is_as_old_as_the_release_writes_it_down(release: str, exact: bool, delay: int) -> None:
    stage = Stage(release, exact=exact)
    stage.project.clock.freeze("2030-01-01T00:00:00Z")
    session = stage.given.session(stage.given.user(id="ada")).secret
    assert stage.call("PATCH", "/account/name", {"name": "Ada"}, X_Appwrite_Session=session).status == 200

    def shown() -> bool:
        return "user.update" in {entry["event"] for entry in stage.by_key("GET", "/users/ada/logs").body["logs"]}

    if delay:
        stage.project.clock.advance(milliseconds=delay - 1)
        assert not shown()
        stage.project.clock.advance(milliseconds=1)
    assert shown()
