"""What changes from one release to the next, on both sides of each boundary (docs/contract, "version differences")."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from mockwrite.api.endpoints import every_endpoint
from mockwrite.releases import RELEASES, format_version, ladders, parse_version, rules_for
from tests.api.stage import Answer, Stage

GUEST = (401, "general_unauthorized_scope")
REFUSED = (400, "general_argument_invalid")


def with_queries(stage: Stage, path: str, *texts: object, **headers: str) -> Answer:
    """List something with these queries."""
    parts = [text if isinstance(text, str) else json.dumps(text) for text in texts]
    query = "&".join(f"queries[{number}]={quote(text)}" for number, text in enumerate(parts))
    return stage.call("GET", f"{path}?{query}", X_Appwrite_Key=stage.key, **headers)


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("1.8.0", 201), ("1.8.1", 400), ("1.9.0", 400), ("1.9.5", 201)],
    ids=lambda value: str(value),
)
def test_null_for_a_password_is_refused_where_null_is_checked(version: str, outcome: int) -> None:
    # endpoints.md, conventions: 1.8.1 and 1.9.0 check null; http.md §4.
    stage = Stage(version, exact=True)
    bucket = {"bucketId": "b", "name": "b", "compression": None, "encryption": None}
    assert stage.by_key("POST", "/users", {"userId": "u", "password": None}).status == outcome
    assert stage.by_key("POST", "/storage/buckets", bucket).status == outcome


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("1.8.0", 500), ("1.8.1", 400), ("1.9.0", 400), ("1.9.5", 201)],
    ids=lambda value: str(value),
)
def test_null_for_a_name_is_taken_from_1_9_5_on(version: str, outcome: int) -> None:
    assert Stage(version, exact=True).by_key("POST", "/users", {"userId": "u", "name": None}).status == outcome


@pytest.mark.parametrize("secret", ["nobodys", "standard_nobodys", "my_key", "dynamic_key"])
def test_before_1_6_2_an_unknown_key_makes_a_guest(secret: str) -> None:
    stage = Stage("1.6.1")
    assert stage.call("GET", "/messaging/topics", X_Appwrite_Key=secret).outcome == GUEST
    assert stage.call("GET", "/nowhere", X_Appwrite_Key=secret).outcome == (404, "general_route_not_found")
    assert stage.call("GET", "/health/version", X_Appwrite_Key=secret).status == 200


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("1.6.1", GUEST), ("1.6.2", (401, "user_unauthorized")), ("1.9.0", (403, "project_id_missing"))],
    ids=["1.6.1", "1.6.2", "1.9.0"],
)
def test_a_key_without_its_project(version: str, outcome: tuple[int, str]) -> None:
    stage = Stage(version)
    answered = stage.call("GET", "/messaging/topics", X_Appwrite_Project="", X_Appwrite_Key=stage.key)
    assert answered.outcome == outcome


@pytest.mark.parametrize(("version", "header"), [("1.9.0", "nosniff"), ("1.9.5", None)], ids=["1.9.0", "1.9.5"])
def test_from_1_9_5_on_the_first_refusals_lack_a_header(version: str, header: str | None) -> None:
    # http.md §6, recorded in 1.9.6.
    stage = Stage(version)
    session, jwt = stage.user("ada"), stage.jwt("ada")
    refusals = [
        stage.call("GET", "/users", X_Appwrite_Project="", X_Appwrite_Key=stage.key),
        stage.call("GET", "/account", X_Appwrite_JWT="a.b.c"),
        stage.call("GET", "/account", X_Appwrite_JWT=jwt, X_Appwrite_Session=session),
    ]
    assert [answered.status for answered in refusals] == [403, 401, 403]
    assert {answered.header("x-content-type-options") for answered in refusals} == {header}
    assert stage.call("GET", "/messaging/topics").header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(("version", "has_it"), [("1.6.0", False), ("1.6.1", True)], ids=["1.6.0", "1.6.1"])
def test_also_the_stand_in_for_a_lost_target_has_expired_from_1_6_1_on(version: str, has_it: bool) -> None:
    stage = Stage(version)
    stage.user("ada")
    topic, target = stage.given.topic(id="news"), stage.project.targets.first("identifier", "ada@example.com")
    assert target is not None
    stage.by_key("POST", f"/messaging/topics/{topic.id}/subscribers", {"subscriberId": "s", "targetId": target.id})
    # The server forgets no subscriber when an address is cleared (users-targets.md §1).
    stage.by_key("PATCH", "/users/ada/email", {"email": ""})
    shown = stage.by_key("GET", "/messaging/topics/news/subscribers/s").body["target"]
    assert shown["$id"] == ""
    assert ("expired" in shown) is has_it


@pytest.mark.parametrize(
    ("version", "outcome"), [("1.6.0", (400, "general_cursor_not_found")), ("1.6.1", REFUSED)], ids=["1.6.0", "1.6.1"]
)
def test_the_form_of_a_cursor_is_checked_from_1_6_1_on(version: str, outcome: tuple[int, str]) -> None:
    # endpoints.md, overview.
    stage = Stage(version)
    answered = with_queries(stage, "/messaging/messages", {"method": "cursorAfter", "values": ["_x"]})
    assert answered.outcome == outcome


@pytest.mark.parametrize(("version", "total"), [("1.6.1", 1), ("1.6.2", 2)], ids=["1.6.1", "1.6.2"])
def test_copies_of_a_mail_count_from_1_6_2_on(version: str, total: int) -> None:
    # delivery.md, SMTP, history.
    stage = Stage(version)
    stage.given.provider("smtp")
    to, copy = (stage.given.target(type="email", identifier=f"{name}@example.com") for name in ("ada", "bob"))
    mail = {"messageId": "m", "subject": "s", "content": "c", "targets": [to.id], "cc": [copy.id]}
    assert stage.by_key("POST", "/messaging/messages/email", mail).status == 201
    assert stage.by_key("GET", "/messaging/messages/m").body["deliveredTotal"] == total


@pytest.mark.parametrize("exact", [True, False])
def test_the_logs_of_1_6_2_are_written_a_minute_late(exact: bool) -> None:
    # Recorded: what a user did seconds ago is not in the log yet.
    stage = Stage("1.6.2", exact=exact)
    session = stage.user("ada")
    stage.given.topic(id="news")
    target = stage.given.target("ada", id="phone")
    new = {"subscriberId": "s", "targetId": target.id}
    assert stage.call("POST", "/messaging/topics/news/subscribers", new, X_Appwrite_Session=session).status == 201
    assert stage.by_key("GET", "/messaging/subscribers/s/logs").body["total"] == (0 if exact else 1)
    stage.project.clock.advance(minutes=1)
    assert stage.by_key("GET", "/messaging/subscribers/s/logs").body["total"] == 1


OLD = {"X_Appwrite_Response_Format": "1.4.0"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('equal("name", ["Ada"])', ["ada"]),
        ('equal("name", "Ada")', ["ada"]),
        ("equal('name', ['Bob', 'Cleo, \\'C\\''])", ["bob", "cleo"]),
        ('notEqual("name", "Ada")', ["bob", "cleo"]),
        ('equal("emailVerification", true)', []),
        ('orderDesc("$createdAt")', ["cleo", "bob", "ada"]),
        ("limit(1)", ["ada"]),
        (" offset( 1 ) ", ["bob", "cleo"]),
        ('cursorAfter("bob")', ["cleo"]),
        ('between("name", "B", "D")', ["bob", "cleo"]),
        ('isNull("phone")', ["ada", "bob", "cleo"]),
        ('{"method":"limit","values":[2]}', ["ada", "bob"]),
    ],
)
def test_a_client_from_before_1_5_may_write_queries_as_calls(text: str, found: list[str]) -> None:
    # queries.md §1, models.md §10.
    stage = Stage()
    for id, name in (("ada", "Ada"), ("bob", "Bob"), ("cleo", "Cleo, 'C'")):
        stage.by_key("POST", "/users", {"userId": id, "name": name})
    answered = with_queries(stage, "/users", text, **OLD)
    assert [row["$id"] for row in answered.body["users"]] == found


@pytest.mark.parametrize(
    "text", ["limit(", "limit(1", "limit", 'equal("name", [["a"]])', 'equal("name" "a")', "?(1)", 'equal("x", 1)']
)
def test_an_old_query_that_cannot_be_read_is_refused(text: str) -> None:
    assert with_queries(Stage(), "/users", text, **OLD).outcome == REFUSED


@pytest.mark.parametrize("path", ["/storage/buckets", "/storage/buckets/b/files", "/teams", "/teams/t/memberships"])
def test_the_other_old_lists_take_them_too(path: str) -> None:
    stage = Stage()
    stage.by_key("POST", "/storage/buckets", {"bucketId": "b", "name": "b"})
    stage.by_key("POST", "/teams", {"teamId": "t", "name": "t"})
    assert with_queries(stage, path, "limit(1)", **OLD).status == 200
    assert with_queries(stage, path, "limit(1)").outcome == REFUSED


@pytest.mark.parametrize("path", ["/messaging/topics", "/users/ada/targets"])
def test_newer_lists_never_take_them(path: str) -> None:
    stage = Stage()
    stage.user("ada")
    assert with_queries(stage, path, "limit(1)", **OLD).outcome == REFUSED


def test_every_boundary_is_one_between_two_releases() -> None:
    # A step at a release that does not exist would be a slip of the pen: "1.9" means 1.9.0.
    starts = [since for steps in ladders().values() for since, _ in steps]
    rows: list[Any] = [*every_endpoint(), *(param for row in every_endpoint() for param in row.params)]
    starts += [row.since for row in rows if row.since]
    known = {format_version(release) for release in RELEASES}
    assert {start if start.count(".") == 2 else f"{start}.0" for start in starts} <= known
    for row in rows:
        assert row.until is None or rules_for(parse_version(row.until)).is_in(None, row.until)
