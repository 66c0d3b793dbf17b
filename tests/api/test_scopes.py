"""Who may call what (docs/contract/auth.md §3, column 1.9): a guest, a user by session or JWT, and a key."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.api.stage import Stage

Outcome = tuple[int, str | None]
NO: Outcome = (401, "general_unauthorized_scope")
MISSING: Outcome = (400, "general_argument_invalid")


class Row(NamedTuple):
    """A route, the scope that lets a key in, and what a guest and the user `ada` are answered."""

    method: str
    path: str
    scope: str
    guest: Outcome = NO
    user: Outcome = NO
    key: Outcome = (200, None)
    body: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def gone(type: str) -> Outcome:
    """The answer of a route whose resource is not there."""
    return 404, type


_SUBSCRIBERS = "/messaging/topics/everyone/subscribers"
_NO_BUCKET = gone("storage_bucket_not_found")
_ADA = {"subscriberId": "new", "targetId": "ada-phone"}
ROWS = (
    # providers
    Row("POST", "/messaging/providers/smtp", "providers.write", key=MISSING),
    Row("PATCH", "/messaging/providers/smtp/none", "providers.write", key=gone("provider_not_found")),
    Row("DELETE", "/messaging/providers/none", "providers.write", key=gone("provider_not_found")),
    Row("GET", "/messaging/providers", "providers.read"),
    Row("GET", "/messaging/providers/none", "providers.read", key=gone("provider_not_found")),
    Row("GET", "/messaging/providers/none/logs", "providers.read", key=gone("provider_not_found")),
    # topics
    Row("POST", "/messaging/topics", "topics.write", key=MISSING),
    Row("PATCH", "/messaging/topics/none", "topics.write", key=gone("topic_not_found")),
    Row("DELETE", "/messaging/topics/none", "topics.write", key=gone("topic_not_found")),
    Row("GET", "/messaging/topics", "topics.read"),
    Row("GET", "/messaging/topics/everyone", "topics.read"),
    Row("GET", "/messaging/topics/everyone/logs", "topics.read"),
    # subscribers: a user sees the own rows
    Row("POST", _SUBSCRIBERS, "subscribers.write", user=(201, None), key=(201, None), body=_ADA),
    Row("DELETE", f"{_SUBSCRIBERS}/ada-row", "subscribers.write", user=(204, None), key=(204, None)),
    Row("DELETE", f"{_SUBSCRIBERS}/bob-row", "subscribers.write", user=gone("subscriber_not_found"), key=(204, None)),
    Row("GET", _SUBSCRIBERS, "subscribers.read", user=(200, None)),
    Row("GET", f"{_SUBSCRIBERS}/ada-row", "subscribers.read", user=(200, None)),
    Row("GET", f"{_SUBSCRIBERS}/bob-row", "subscribers.read", user=gone("subscriber_not_found")),
    Row("GET", "/messaging/subscribers/ada-row/logs", "subscribers.read", user=(200, None)),
    Row("GET", "/messaging/subscribers/bob-row/logs", "subscribers.read", user=gone("subscriber_not_found")),
    # messages
    Row("POST", "/messaging/messages/email", "messages.write", key=MISSING),
    Row("PATCH", "/messaging/messages/sms/none", "messages.write", key=gone("message_not_found")),
    Row("DELETE", "/messaging/messages/none", "messages.write", key=gone("message_not_found")),
    Row("GET", "/messaging/messages", "messages.read"),
    Row("GET", "/messaging/messages/none", "messages.read", key=gone("message_not_found")),
    Row("GET", "/messaging/messages/none/targets", "messages.read", key=gone("message_not_found")),
    Row("GET", "/messaging/messages/none/logs", "messages.read", key=gone("message_not_found")),
    # users and their targets
    Row("GET", "/users", "users.read"),
    Row("GET", "/users/ada", "users.read"),
    Row("POST", "/users", "users.write", key=MISSING),
    Row("PATCH", "/users/ada/name", "users.write", body={"name": "Ada"}),
    Row("DELETE", "/users/ada", "users.write", key=(204, None)),
    Row("GET", "/users/ada/targets", "users.read"),
    Row("GET", "/users/ada/targets/ada-phone", "users.read"),
    Row("POST", "/users/ada/targets", "users.write", key=MISSING),
    Row("PATCH", "/users/ada/targets/ada-phone", "users.write", body={"name": "Phone"}),
    Row("DELETE", "/users/ada/targets/ada-phone", "users.write", key=(204, None)),
    # a key passes the scope of account targets, and has no user behind it
    Row("POST", "/account/targets/push", "targets.write", user=(201, None), key=MISSING, body={"targetId": "t", "identifier": "i"}),
    Row("PUT", "/account/targets/ada-phone/push", "targets.write", user=(200, None), key=gone("user_target_not_found"), body={"identifier": "i"}),
    Row("DELETE", "/account/targets/ada-phone/push", "targets.write", user=(204, None), key=gone("user_target_not_found")),
    # the account: no key holds its scope
    Row("GET", "/account", "", user=(200, None), key=NO),
    Row("DELETE", "/account", "", user=(204, None), key=NO),
    Row("GET", "/account/sessions", "", user=(200, None), key=NO),
    Row("DELETE", "/account/sessions", "", user=(204, None), key=NO),
    Row("GET", "/account/sessions/none", "", user=gone("user_session_not_found"), key=NO),
    Row("PATCH", "/account/name", "", user=(200, None), key=NO, body={"name": "Ada"}),
    Row("GET", "/account/prefs", "", user=(200, None), key=NO),
    Row("PATCH", "/account/prefs", "", user=(200, None), key=NO, body={"prefs": {"a": 1}}),
    Row("PATCH", "/account/status", "", user=(200, None), key=NO),
    Row("PATCH", "/account/email", "", user=(200, None), key=NO, body={"email": "ada@new.example.com", "password": "password"}),
    Row("PATCH", "/account/phone", "", user=(200, None), key=NO, body={"phone": "+12025550199", "password": "password"}),
    Row("PATCH", "/account/password", "", user=(200, None), key=NO, body={"password": "password"}),
    Row("GET", "/account/logs", "", user=(200, None), key=NO),
    # sessions of users: open since 1.9.5
    Row("POST", "/users/bob/sessions", "users.write", guest=(201, None), user=(201, None), key=(201, None)),
    Row("POST", "/users/bob/sessions", "sessions.write", guest=(201, None), user=(201, None), key=(201, None)),
    Row("DELETE", "/users/bob/sessions/none", "users.write", gone("user_session_not_found"), gone("user_session_not_found"), gone("user_session_not_found")),
    Row("DELETE", "/users/bob/sessions", "sessions.write", (401, "user_unauthorized"), (401, "user_unauthorized"), (204, None)),
    Row("GET", "/users/bob/sessions", "sessions.read"),
    # signing up and in
    Row("POST", "/account", "sessions.write", (201, None), (201, None), (201, None), {"userId": "new", "email": "new@example.com", "password": "password"}),
    Row("POST", "/account/sessions/anonymous", "sessions.write", (201, None), (401, "user_session_already_exists"), (201, None)),
    Row("POST", "/account/sessions/email", "sessions.write", MISSING, (401, "user_session_already_exists"), MISSING),
    # storage
    Row("GET", "/storage/buckets", "buckets.read"),
    Row("POST", "/storage/buckets", "buckets.write", key=MISSING),
    Row("GET", "/storage/buckets/none/files", "files.read", _NO_BUCKET, _NO_BUCKET, _NO_BUCKET),
    Row("DELETE", "/storage/buckets/none/files/none", "files.write", _NO_BUCKET, _NO_BUCKET, _NO_BUCKET),
    # teams: a user sees the own ones
    Row("GET", "/teams", "teams.read", user=(200, None)),
    Row("POST", "/teams", "teams.write", user=(201, None), key=(201, None), body={"teamId": "new", "name": "New"}),
    Row("GET", "/teams/ours", "teams.read", user=(200, None)),
    Row("GET", "/teams/theirs", "teams.read", user=gone("team_not_found")),
    Row("GET", "/teams/ours/memberships", "teams.read", user=(200, None)),
    Row("DELETE", "/teams/ours", "teams.write", user=(401, "user_unauthorized"), key=(204, None)),
)  # fmt: skip


class Town(Stage):
    """A stage with two users; ada is signed in and a member of a team."""

    def __init__(self, version: str = "1.9.6") -> None:
        super().__init__(version)
        self.ada = self.user("ada")
        self.user("bob")
        for user in ("ada", "bob"):
            self.given.target(user, id=f"{user}-phone")
            self.given.target(user, id=f"{user}-tablet")
        self.given.topic(id="everyone")
        self.given.subscriber("everyone", "ada-tablet", id="ada-row")
        self.given.subscriber("everyone", "bob-tablet", id="bob-row")
        self.given.team(id="ours", members=["ada"])
        self.given.team(id="theirs", members=["bob"])


each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row} {row.scope}")


@each_row
def test_a_guest(row: Row) -> None:
    assert Town().call(row.method, row.path, row.body).outcome == row.guest


@each_row
@pytest.mark.parametrize("credential", ["session", "jwt"])
def test_a_user(row: Row, credential: str) -> None:
    town = Town()
    headers = {"X_Appwrite_Session": town.ada} if credential == "session" else {"X_Appwrite_JWT": town.jwt("ada")}
    assert town.call(row.method, row.path, row.body, **headers).outcome == row.user


@each_row
def test_a_key(row: Row) -> None:
    town = Town()
    resource, _, action = row.scope.partition(".")
    opposite = f"{resource}.{'read' if action == 'write' else 'write'}"
    for scopes in ([], ["locale.read"], [opposite] if row.scope else []):
        assert town.by_key(row.method, row.path, row.body, scopes=scopes).outcome == NO
    with_scope = town.by_key(row.method, row.path, row.body, scopes=[row.scope] if row.scope else None)
    assert with_scope.outcome == row.key


@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.6.2"])
def test_a_jwt_is_made_with_a_session_only(version: str) -> None:
    town = Town(version)
    assert town.call("POST", "/account/jwts").outcome == NO
    assert town.by_key("POST", "/account/jwts").outcome == NO
    made = town.call("POST", "/account/jwts", X_Appwrite_Session=town.ada)
    assert made.status == 201
    by_jwt = town.call("POST", "/account/jwts", X_Appwrite_JWT=made.body["jwt"])
    assert by_jwt.outcome == (404, "user_session_not_found")


OLDER = (
    Row("GET", "/users/ada/targets", "targets.read", user=(200, None)),
    Row("GET", "/users/ada/targets/ada-phone", "targets.read", user=(200, None)),
    Row("GET", "/users/bob/targets/bob-phone", "targets.read", user=gone("user_target_not_found")),
    Row("POST", "/users/bob/targets", "targets.write", user=(201, None), key=(201, None), body={"targetId": "t", "providerType": "push", "identifier": "i"}),
    Row("PATCH", "/users/ada/targets/ada-phone", "targets.write", user=(200, None), body={"identifier": "i"}),
    Row("PATCH", "/users/bob/targets/bob-phone", "targets.write", user=gone("user_target_not_found"), body={"identifier": "i"}),
    Row("DELETE", "/users/bob/targets/bob-phone", "targets.write", user=gone("user_target_not_found"), key=(204, None)),
    Row("POST", "/users/bob/sessions", "users.write", key=(201, None)),
    Row("DELETE", "/users/bob/sessions/none", "users.write", key=gone("user_session_not_found")),
)  # fmt: skip


@pytest.mark.parametrize("version", ["1.8.1", "1.6.2"])
@pytest.mark.parametrize("row", OLDER, ids=str)
def test_older_releases_let_users_at_targets_and_keep_sessions_closed(row: Row, version: str) -> None:
    assert Town(version).call(row.method, row.path, row.body).outcome == NO
    town = Town(version)
    assert town.call(row.method, row.path, row.body, X_Appwrite_Session=town.ada).outcome == row.user
    assert Town(version).by_key(row.method, row.path, row.body, scopes=[row.scope]).outcome == row.key


def test_older_releases_show_a_user_an_empty_list_of_another_users_targets() -> None:
    town = Town("1.8.1")
    assert town.call("GET", "/users/bob/targets", X_Appwrite_Session=town.ada).body == {"total": 0, "targets": []}


@pytest.mark.parametrize(
    ("host", "name"),
    [("localhost:6245", "localhost"), ("example.test", "example.test"), ("127.0.0.1:80", "127.0.0.1"), ("example.test:6245", "example.test")],
)  # fmt: skip
def test_a_missing_scope_names_a_key_by_the_host_without_its_port(host: str, name: str) -> None:
    stage = Stage()
    key = stage.project.add_key(scopes=["topics.read"]).secret
    refused = stage.call("GET", "/users", X_Appwrite_Key=key, Host=host)
    assert refused.outcome == (401, "general_unauthorized_scope")
    assert refused.body["message"].startswith(f"app.shop@service.{name} (role: applications) ")


def test_a_missing_scope_names_guests_and_users_as_what_they_are() -> None:
    stage = Stage()
    assert stage.call("GET", "/users").body["message"].startswith("User (role: guests) ")
    session = stage.user("ada")
    assert (
        stage.call("GET", "/users", X_Appwrite_Session=session)
        .body["message"]
        .startswith("ada@example.com (role: users) ")
    )
