"""An address with which somebody signs in through another service is taken, whatever address that user has
(docs/contract/users-targets.md §1, errors.md; which error each route has: the route table, params of 1.9.6)."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.state.factors import Identity
from tests.api.stage import Stage
from tests.api.test_second_factor_and_invitations import crew, invite

TAKEN, VAGUE = (409, "user_email_already_exists"), (400, "general_bad_request")
WORK = "Ada.Work@example.com"


def link(stage: Stage, user_id: str, email: str) -> None:
    """Let a user have an identity at Google with an address."""
    user = stage.project.users.get(user_id)
    assert user is not None
    stage.project.identities.add(
        Identity(
            **stage.project.ids.stamp(stage.project.clock.ms), user_id=user_id, user_sequence=user.sequence,
            provider="google", provider_uid="g1", provider_email=email.lower(),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "outcome"),
    [
        ("/account", {"userId": "new", "email": WORK, "password": "password"}, VAGUE),
        ("/account/tokens/magic-url", {"userId": "new", "email": WORK}, TAKEN),
        ("/account/tokens/email", {"userId": "new", "email": WORK}, VAGUE),
    ],
)
def test_nobody_signs_up_with_it(path: str, body: dict[str, Any], outcome: tuple[int, str]) -> None:
    stage = Stage()
    stage.user("ada")
    link(stage, "ada", WORK)
    assert stage.call("POST", path, body).outcome == outcome
    assert len(stage.project.users) == 1
    assert not stage.project.outbox
    # An address that belongs to a user is found before.
    link(stage, "ada", "ada@example.com")
    own = stage.call("POST", path, {**body, "email": "ada@example.com"})
    assert own.outcome == ((201, None) if "tokens" in path else VAGUE)


@pytest.mark.parametrize(("path", "password"), [("/users", "password"), ("/users/md5", "x" * 32)])
def test_a_key_makes_no_user_with_it(path: str, password: str) -> None:
    stage = Stage()
    stage.user("ada")
    link(stage, "ada", WORK)
    assert stage.by_key("POST", path, {"userId": "new", "email": WORK, "password": password}).outcome == TAKEN
    stage.by_key("DELETE", "/users/ada")
    assert stage.by_key("POST", path, {"userId": "new", "email": WORK, "password": password}).status == 201


def test_only_its_user_may_take_it_over() -> None:
    stage = Stage()
    for name in ("ada", "bob"):
        stage.user(name, password="password")
    link(stage, "ada", WORK)
    bob = {"X_Appwrite_Session": stage.session("bob")}
    body = {"email": WORK, "password": "password"}
    assert stage.call("PATCH", "/account/email", {**body, "password": "wrong password"}, **bob).outcome == (
        401,
        "user_invalid_credentials",
    )
    assert stage.call("PATCH", "/account/email", body, **bob).outcome == VAGUE
    assert stage.by_key("PATCH", "/users/bob/email", {"email": WORK}).outcome == TAKEN
    ada = {"X_Appwrite_Session": stage.session("ada")}
    assert stage.call("PATCH", "/account/email", body, **ada).status == 200


def test_it_is_not_invited_as_somebody_new() -> None:
    stage, me = crew()
    link(stage, "ada", WORK)
    assert invite(stage, me, email=WORK).outcome == TAKEN
    assert len(stage.project.users) == 1
