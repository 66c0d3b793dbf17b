"""Users, their automatic targets and their values (docs/contract/users-targets.md §1, §2)."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage

INVALID = (400, "general_argument_invalid")
TAKEN = (409, "user_target_already_exists")


@pytest.mark.parametrize("path", ["/users", "/users/md5", "/account"])
@pytest.mark.parametrize(("exact", "outcome"), [(True, (500, "general_unknown")), (False, INVALID)])
def test_the_user_id_0_breaks_the_server_however_a_user_is_made(
    path: str, exact: bool, outcome: tuple[int, str]
) -> None:
    stage = Stage(exact=exact)
    body = {"userId": "0", "email": "ada@example.com", "password": "7c6a180b36896a0a8c02787eeafb0e4c"}
    assert stage.by_key("POST", path, body).outcome == outcome
    assert stage.by_key("GET", "/users").body["total"] == 0


def test_labels_sent_as_a_map_are_its_values() -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "ada"})
    labelled = stage.by_key("PUT", "/users/ada/labels", {"labels": {"first": "vip", "second": "gold", "third": "vip"}})
    assert (labelled.status, labelled.body["labels"]) == (200, ["vip", "gold"])


@pytest.mark.parametrize(
    ("prefs", "outcome"),
    [
        ({"a": "x" * (65535 - 8)}, (200, None)),
        ({"a": "x" * (65535 - 7)}, INVALID),
        # Each counts as what PHP writes: \u00fc and \/.
        ({"a": "ü" * 10_921}, (200, None)),
        ({"a": "ü" * 10_922}, INVALID),
        ({"a": "/" * 32_763}, (200, None)),
        ({"a": "/" * 32_764}, INVALID),
        ({"0": "x", "1": "y"}, INVALID),
        ({"1": "x", "0": "y"}, (200, None)),
        ({"0": "x", "a": "y"}, (200, None)),
        ([], (200, None)),
        ({}, (200, None)),
    ],
    ids=lambda value: str(value)[:20],
)
def test_preferences_are_an_object_of_64_kilobytes_at_most(prefs: object, outcome: tuple[int, str | None]) -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    stage.by_key("POST", "/teams", {"teamId": "crew", "name": "Crew"})
    assert stage.by_key("PATCH", "/users/ada/prefs", {"prefs": prefs}).outcome == outcome
    assert stage.call("PATCH", "/account/prefs", {"prefs": prefs}, **me).outcome == outcome
    assert stage.by_key("PUT", "/teams/crew/prefs", {"prefs": prefs}).outcome == outcome


def test_identifiers_that_differ_in_letter_case_only_are_the_same() -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "ada"})
    path = "/users/ada/targets"
    ada = stage.by_key("POST", path, {"targetId": "t", "providerType": "email", "identifier": "Ada@Example.com"})
    assert ada.body["identifier"] == "Ada@Example.com"
    other = {"targetId": "t2", "providerType": "email", "identifier": "ada@example.com"}
    assert stage.by_key("POST", path, other).outcome == TAKEN
    assert stage.by_key("PATCH", "/users/ada/email", {"email": "ada@example.com"}).outcome == TAKEN
    assert stage.by_key("PATCH", f"{path}/t", {"identifier": "ada@example.com"}).body["identifier"] == "ada@example.com"
    # A new user is made all the same, and shows the target of the other one.
    bob = stage.by_key("POST", "/users", {"userId": "bob", "email": "ADA@example.com"})
    assert (bob.status, [target["userId"] for target in bob.body["targets"]]) == (201, ["ada"])
    assert stage.by_key("GET", "/users/bob/targets").body["total"] == 0


def test_an_address_that_moves_to_another_user_is_free_again() -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
    stage.by_key("POST", "/users", {"userId": "bob"})
    assert stage.by_key("PATCH", "/users/bob/email", {"email": "ada@example.com"}).outcome == TAKEN
    assert stage.by_key("PATCH", "/users/ada/email", {"email": ""}).status == 200
    assert stage.by_key("GET", "/users/ada").body["targets"] == []
    moved = stage.by_key("PATCH", "/users/bob/email", {"email": "ada@example.com"})
    assert [target["identifier"] for target in moved.body["targets"]] == ["ada@example.com"]
