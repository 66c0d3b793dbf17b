"""Teams and memberships (docs/contract/users-targets.md §6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stage import Stage

INVALID, DENIED = (400, "general_argument_invalid"), (401, "user_unauthorized")
MEMBERS = "/teams/crew/memberships"


def crew(stage: Stage) -> dict[str, str]:
    """Make the team of ada, its owner; return the headers of ada."""
    me = {"X_Appwrite_Session": stage.user("ada")}
    assert stage.call("POST", "/teams", {"teamId": "crew", "name": "Crew"}, **me).body["total"] == 1
    return me


def test_a_key_makes_a_team_without_members() -> None:
    stage = Stage()
    made = stage.by_key("POST", "/teams", {"teamId": "crew", "name": "Crew", "roles": ["boss"]})
    assert (made.status, made.body["total"], made.body["prefs"]) == (201, 0, {})
    assert stage.by_key("POST", "/teams", {"teamId": "crew", "name": "x"}).outcome == (409, "team_already_exists")


@pytest.mark.parametrize(
    "body",
    [
        {"teamId": "_x", "name": "x"},
        {"teamId": "", "name": "x"},
        {"teamId": 5, "name": "x"},
        {"teamId": "t", "name": ""},
        {"teamId": "t"},
        {"teamId": "t", "name": "x" * 129},
        {"teamId": "t", "name": "x", "roles": ["a b"]},
        {"teamId": "t", "name": "x", "roles": "x"},
    ],
    ids=str,
)
def test_a_team_is_refused(body: dict[str, Any]) -> None:
    assert Stage().by_key("POST", "/teams", body).outcome == INVALID


def test_roles_in_a_map_are_refused_and_leave_no_team() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    body = {"teamId": "crew", "name": "Crew", "roles": {"first": "owner"}}
    assert stage.call("POST", "/teams", body, **me).outcome == INVALID
    assert stage.by_key("GET", "/teams").body["total"] == 0


def test_a_team_logs_what_was_done_to_it_and_its_memberships() -> None:
    stage = Stage()
    me = crew(stage)
    stage.user("bob")
    stage.by_key("PUT", "/teams/crew", {"name": "The crew"})
    member = stage.by_key("POST", MEMBERS, {"userId": "bob", "roles": []}).body["$id"]
    stage.call("PATCH", f"{MEMBERS}/{member}", {"roles": ["cook"]}, **me)
    stage.call("DELETE", f"{MEMBERS}/{member}", **me)
    shown = stage.call("GET", "/teams/crew/logs", **me).body
    assert [(entry["event"], entry["userId"]) for entry in shown["logs"]] == [
        ("membership.delete", "ada"), ("membership.update", "ada"), ("membership.create", ""), ("team.update", ""),
        ("team.create", "ada"),
    ]  # fmt: skip
    assert stage.by_key("GET", "/teams/none/logs").outcome == (404, "team_not_found")
    assert stage.call("GET", "/teams/crew/logs", X_Appwrite_Session=stage.user("eve")).outcome == (
        404,
        "team_not_found",
    )


def test_a_user_sees_the_own_teams_and_a_key_all() -> None:
    stage = Stage()
    me = crew(stage)
    other = {"X_Appwrite_Session": stage.user("bob")}
    stage.given.team(id="others")
    assert [team["$id"] for team in stage.call("GET", "/teams", **me).body["teams"]] == ["crew"]
    assert stage.call("GET", "/teams", **other).body == {"total": 0, "teams": []}
    assert stage.by_key("GET", "/teams").body["total"] == 2
    assert stage.call("GET", "/teams/crew", **other).outcome == (404, "team_not_found")
    assert stage.call("GET", MEMBERS, **other).outcome == (404, "team_not_found")


def test_only_an_owner_changes_a_team() -> None:
    stage = Stage()
    me = crew(stage)
    other = {"X_Appwrite_Session": stage.user("bob")}
    stage.given.membership("crew", "bob", roles=["editor"])
    assert stage.call("PUT", "/teams/crew", {"name": "Other"}, **other).outcome == DENIED
    assert stage.call("PUT", "/teams/crew/prefs", {"prefs": {"a": 1}}, **other).outcome == DENIED
    assert stage.call("DELETE", "/teams/crew", **other).outcome == DENIED
    assert stage.call("PUT", "/teams/crew", {"name": "Other"}, **me).body["name"] == "Other"
    assert stage.call("PUT", "/teams/crew/prefs", {"prefs": {"a": 1}}, **me).body == {"a": 1}
    assert stage.call("GET", "/teams/crew/prefs", **other).body == {"a": 1}
    assert stage.call("DELETE", "/teams/crew", **me).status == 204
    assert stage.by_key("DELETE", "/teams/crew").outcome == (404, "team_not_found")


def test_a_key_puts_people_into_a_team_at_once() -> None:
    stage = Stage()
    stage.given.team(id="crew")
    stage.given.user(id="ada", email="ada@example.com", phone="+12025550101")
    made = stage.by_key("POST", MEMBERS, {"userId": "ada", "roles": ["editor"]})
    assert (made.status, made.body["confirm"], made.body["roles"]) == (201, True, ["editor"])
    assert made.body["joined"] == made.body["invited"] != ""
    assert stage.by_key("GET", "/teams/crew").body["total"] == 1
    for known in ({"userId": "ada"}, {"email": "ADA@example.com"}, {"phone": "+12025550101"}):
        again = stage.by_key("POST", MEMBERS, {**known, "roles": []})
        assert again.outcome == (409, "membership_already_confirmed")


@pytest.mark.parametrize("way", [{"email": "new@example.com"}, {"phone": "+12025550102"}], ids=str)
def test_an_unknown_address_or_number_becomes_a_user(way: dict[str, str]) -> None:
    stage = Stage()
    stage.given.team(id="crew")
    made = stage.by_key("POST", MEMBERS, {**way, "roles": []}).body
    user = stage.by_key("GET", f"/users/{made['userId']}").body
    # An address is a name too, a number is not.
    assert made["userName"] == user["name"] == way.get("email", "")
    # Nobody asked this person: nothing of Messaging reaches it until it has a target (recorded).
    assert user["targets"] == []


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"roles": ["x"]}, INVALID),
        ({"userId": "ghost", "roles": ["x"]}, (404, "user_not_found")),
        ({"userId": "ada"}, INVALID),
        ({"userId": "ada", "roles": None}, INVALID),
        ({"userId": "ada", "roles": ["a b"]}, INVALID),
        ({"userId": "ada", "roles": {"a": "owner"}}, INVALID),
        ({"userId": "ada", "roles": ["x"], "url": "nope"}, INVALID),
        ({"userId": "ada", "roles": ["sub-editor.x_1"]}, (201, None)),
        ({"userId": "ada", "roles": []}, (201, None)),
    ],
    ids=str,
)
def test_what_a_membership_needs(body: dict[str, Any], outcome: tuple[int, str | None]) -> None:
    stage = Stage()
    stage.user("ada")
    stage.given.team(id="crew")
    assert stage.by_key("POST", MEMBERS, body).outcome == outcome
    assert stage.by_key("POST", "/teams/none/memberships", {"userId": "ada", "roles": []}).outcome == (
        404,
        "team_not_found",
    )


@pytest.mark.parametrize(("version", "most"), [("1.9.6", 81), ("1.9.0", 81), ("1.8.1", 36), ("1.6.2", 36)])
def test_the_longest_role_of_each_release(version: str, most: int) -> None:
    stage = Stage(version)
    stage.user("ada")
    stage.given.team(id="crew")
    assert stage.by_key("POST", MEMBERS, {"userId": "ada", "roles": ["x" * (most + 1)]}).outcome == INVALID
    assert stage.by_key("POST", MEMBERS, {"userId": "ada", "roles": ["x" * most]}).status == 201


def test_an_owner_invites_and_another_member_does_not() -> None:
    stage = Stage()
    me = crew(stage)
    other = {"X_Appwrite_Session": stage.user("bob")}
    stage.user("eve")
    stage.given.membership("crew", "bob")
    invitation = {"userId": "eve", "roles": ["x"], "url": "http://localhost/join"}
    assert stage.call("POST", MEMBERS, {"userId": "eve", "roles": ["x"]}, **me).outcome == INVALID
    assert stage.call("POST", MEMBERS, invitation, **other).outcome == DENIED
    made = stage.call("POST", MEMBERS, invitation, **me)
    assert (made.status, made.body["confirm"], made.body["joined"]) == (201, False, "")
    assert stage.by_key("GET", "/teams/crew").body["total"] == 2
    again = stage.call("POST", MEMBERS, {**invitation, "roles": ["y"]}, **me).body
    assert (again["$id"], again["roles"]) == (made.body["$id"], ["x"])
    confirmed = stage.by_key("POST", MEMBERS, {"userId": "eve", "roles": []}).body
    assert (confirmed["$id"], confirmed["confirm"]) == (made.body["$id"], True)
    assert stage.by_key("GET", "/teams/crew").body["total"] == 3


def test_members_do_not_learn_who_the_others_are() -> None:
    for version in ("1.9.6", "1.8.1"):
        stage = Stage(version)
        me = crew(stage)
        seen = stage.call("GET", MEMBERS, **me).body["memberships"][0]
        assert (seen["userName"], seen["userEmail"]) == ("", "")
        assert seen["userId"] == ("" if version == "1.9.6" else "ada")
        assert stage.by_key("GET", MEMBERS).body["memberships"][0]["userEmail"] == "ada@example.com"


@pytest.mark.parametrize(
    ("format", "number"), [("", "+12025550101"), ("1.9.3", "+12025550101"), ("1.9.2", None), ("1.6.2", None)]
)
def test_memberships_have_a_number_in_formats_from_1_9_3_on(format: str, number: str | None) -> None:
    stage = Stage()
    stage.by_key("POST", "/teams", {"teamId": "crew", "name": "Crew"})
    headers = {"X_Appwrite_Key": stage.key, "X_Appwrite_Response_Format": format}
    made = stage.call("POST", MEMBERS, {"phone": "+12025550101", "roles": []}, **headers).body
    listed = stage.call("GET", MEMBERS, **headers).body["memberships"][0]
    assert listed.get("userPhone") == number
    assert ("userPhone" in made, "userAccessedAt" in listed) == (number is not None, True)


def test_who_leaves_and_who_puts_out() -> None:
    stage = Stage()
    me = crew(stage)
    sessions = {name: {"X_Appwrite_Session": stage.user(name)} for name in ("bob", "eve")}
    ids = {name: stage.given.membership("crew", name).id for name in sessions}
    assert stage.call("DELETE", f"{MEMBERS}/{ids['eve']}", **sessions["bob"]).outcome == DENIED
    assert stage.call("PATCH", f"{MEMBERS}/{ids['eve']}", {"roles": ["owner"]}, **sessions["eve"]).outcome == DENIED
    assert stage.call("DELETE", f"{MEMBERS}/{ids['bob']}", **sessions["bob"]).status == 204
    assert stage.call("DELETE", f"{MEMBERS}/{ids['eve']}", **me).status == 204
    assert stage.by_key("DELETE", f"{MEMBERS}/{ids['eve']}").outcome == (404, "team_invite_not_found")
    assert stage.by_key("GET", f"{MEMBERS}/{ids['eve']}").outcome == (404, "membership_not_found")
    assert stage.by_key("GET", "/teams/crew").body["total"] == 1


def test_a_deleted_user_is_in_no_team() -> None:
    stage = Stage()
    crew(stage)
    stage.by_key("DELETE", "/users/ada")
    assert stage.by_key("GET", MEMBERS).body == {"total": 0, "memberships": []}
    assert stage.by_key("GET", "/teams/crew").body["total"] == 0


def test_a_server_lists_the_teams_of_a_user() -> None:
    stage = Stage()
    crew(stage)
    stage.given.team(id="night", name="Night shift", members=["ada"], roles=["guard"])
    listed = stage.by_key("GET", "/users/ada/memberships").body
    assert [(row["teamName"], row["roles"]) for row in listed["memberships"]] == [
        ("Crew", ["owner"]),
        ("Night shift", ["guard"]),
    ]
    one = stage.by_key(
        "GET", '/users/ada/memberships?queries[0]={"method":"equal","attribute":"teamId","values":["night"]}'
    )
    assert one.body["total"] == 1
    assert stage.by_key("GET", "/users/ghost/memberships").outcome == (404, "user_not_found")
