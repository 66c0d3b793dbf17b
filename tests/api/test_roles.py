"""Roles, who may subscribe, and whose a subscriber is (docs/contract/auth.md §4, §5)."""

from __future__ import annotations

import pytest

from tests.api.stage import Answer, Stage

DENIED = (401, "user_unauthorized")
HIDDEN = (404, "subscriber_not_found")


class Club(Stage):
    """Ada has what a role can ask for; bob has nothing; ivy is invited to the team and has not come."""

    def __init__(self, version: str = "1.9.6") -> None:
        super().__init__(version)
        self.sessions = {
            "ada": self.user("ada", labels=["vip"], verified=True),
            "bob": self.user("bob"),
            "ivy": self.user("ivy"),
        }
        for name in self.sessions:
            self.given.target(name, id=f"{name}-phone", identifier=f"token-{name}")
        self.given.team(id="crew")
        self.member = self.given.membership("crew", "ada", roles=["editor", "owner"]).id
        ada = self.sessions["ada"]
        invitation = {"userId": "ivy", "roles": ["editor"], "url": "http://localhost/join"}
        assert self.call("POST", "/teams/crew/memberships", invitation, X_Appwrite_Session=ada).status == 201

    def subscribe(self, user: str, roles: list[str], target: str = "") -> Answer:
        """Let a user subscribe to a topic for these roles."""
        topic = self.given.topic(subscribe=[role.format(member=self.member) for role in roles])
        body = {"subscriberId": "unique()", "targetId": target or f"{user}-phone"}
        headers = {"X_Appwrite_Session": self.sessions[user]}
        return self.call("POST", f"/messaging/topics/{topic.id}/subscribers", body, **headers)


# Roles that ada holds and bob does not, and the other way round.
ADAS = (
    "users/verified",
    "user:ada",
    "user:ada/verified",
    "team:crew",
    "team:crew/editor",
    "team:crew/owner",
    "member:{member}",
    "label:vip",
)
BOBS = ("users/unverified", "user:bob", "user:bob/unverified")
NOBODYS = (
    "guests", "user:ghost", "user:ADA", "user:ada/unverified", "user:bob/verified", "team:crew/viewer", "team:other",
    "member:ghost", "label:VIP", "label:v",
)  # fmt: skip


@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.6.2"])
@pytest.mark.parametrize("role", ADAS)
def test_a_user_with_the_role_subscribes_and_one_without_is_refused(role: str, version: str) -> None:
    club = Club(version)
    assert club.subscribe("ada", [role]).status == 201
    assert club.subscribe("bob", [role]).outcome == DENIED


@pytest.mark.parametrize("role", BOBS)
def test_a_user_who_is_not_verified_has_roles_too(role: str) -> None:
    club = Club()
    assert club.subscribe("bob", [role]).status == 201
    assert club.subscribe("ada", [role]).outcome == DENIED


@pytest.mark.parametrize("role", ["any", "users"])
def test_roles_that_every_user_has(role: str) -> None:
    club = Club()
    assert {club.subscribe(user, [role]).status for user in club.sessions} == {201}


@pytest.mark.parametrize("role", NOBODYS)
def test_roles_that_no_user_here_has(role: str) -> None:
    club = Club()
    assert {club.subscribe(user, [role]).outcome for user in club.sessions} == {DENIED}


@pytest.mark.parametrize("role", ["team:crew", "team:crew/editor"])
def test_an_invitation_gives_no_role(role: str) -> None:
    assert Club().subscribe("ivy", [role]).outcome == DENIED


def test_one_role_of_several_is_enough_and_no_role_admits_nobody() -> None:
    club = Club()
    assert club.subscribe("ada", ["label:other", "user:ada"]).status == 201
    assert club.subscribe("ada", []).outcome == DENIED


def test_a_verified_phone_number_verifies_a_user() -> None:
    club = Club()
    club.by_key("PATCH", "/users/bob/verification/phone", {"phoneVerification": True})
    assert club.subscribe("bob", ["users/verified"]).status == 201
    assert club.subscribe("bob", ["users/unverified"]).outcome == DENIED


def test_a_refusal_names_the_permission_the_callers_roles_and_the_topics() -> None:
    message = Club().subscribe("bob", ["label:a", "label:b"]).body["message"]
    assert all(part in message for part in ("subscribe", "label:a", "label:b", "user:bob", "users/unverified"))


def test_a_key_subscribes_whom_it_wants_to_what_it_wants() -> None:
    club = Club()
    topic = club.given.topic(subscribe=[])
    made = club.by_key(
        "POST", f"/messaging/topics/{topic.id}/subscribers", {"subscriberId": "s1", "targetId": "bob-phone"}
    )
    assert made.status == 201


def test_roles_change_at_once() -> None:
    club = Club()
    gone = {
        "label:vip": ("PUT", "/users/ada/labels", {"labels": []}),
        "users/verified": ("PATCH", "/users/ada/verification", {"emailVerification": False}),
        "team:crew/editor": ("PATCH", f"/teams/crew/memberships/{club.member}", {"roles": ["viewer"]}),
        "team:crew": ("DELETE", f"/teams/crew/memberships/{club.member}", None),
    }
    club.by_key("PATCH", "/users/ada/verification/phone", {"phoneVerification": False})
    for role, (method, path, body) in gone.items():
        assert club.subscribe("ada", [role]).status == 201
        assert club.by_key(method, path, body).status in (200, 204)
        assert club.subscribe("ada", [role]).outcome == DENIED
    assert club.subscribe("ada", ["member:{member}"]).outcome == DENIED


def test_a_deleted_team_gives_no_role() -> None:
    club = Club()
    assert club.by_key("DELETE", "/teams/crew").status == 204
    assert club.subscribe("ada", ["team:crew"]).outcome == DENIED


CHECKS = {
    "a bad id before a missing role": ({"subscriberId": "_x", "targetId": "bob-phone"}, "vips", "bob", 400, "general_argument_invalid"),
    "a missing topic before anything in it": ({"subscriberId": "s", "targetId": "none"}, "none", "bob", 404, "topic_not_found"),
    "a missing role before a missing target": ({"subscriberId": "s", "targetId": "none"}, "vips", "bob", 401, "user_unauthorized"),
    "a missing target": ({"subscriberId": "s", "targetId": "none"}, "vips", "ada", 404, "user_target_not_found"),
    "a target that is in already": ({"subscriberId": "s", "targetId": "ivy-phone"}, "vips", "ada", 409, "subscriber_already_exists"),
    "an id that is taken": ({"subscriberId": "in", "targetId": "ada-phone"}, "vips", "ada", 409, "subscriber_already_exists"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "topic", "user", "status", "type"), CHECKS.values(), ids=list(CHECKS))
def test_the_order_of_checks(body: dict[str, str], topic: str, user: str, status: int, type: str) -> None:
    club = Club()
    club.given.topic(id="vips", subscribe=["label:vip"])
    club.given.subscriber("vips", "ivy-phone", id="in")
    headers = {"X_Appwrite_Session": club.sessions[user]}
    answered = club.call("POST", f"/messaging/topics/{topic}/subscribers", body, **headers)
    assert answered.outcome == (status, type)


def test_a_subscriber_belongs_to_the_user_of_the_target_and_not_to_whoever_made_it() -> None:
    club = Club()
    made = club.subscribe("ada", ["label:vip"], target="bob-phone")
    path = f"/messaging/topics/{made.body['topicId']}/subscribers/{made.body['$id']}"
    ada, bob = club.sessions["ada"], club.sessions["bob"]
    assert (made.status, made.body["userId"]) == (201, "bob")
    assert club.call("GET", path, X_Appwrite_Session=ada).outcome == HIDDEN
    assert club.call("DELETE", path, X_Appwrite_Session=ada).outcome == HIDDEN
    assert club.call("DELETE", path).outcome == (401, "general_unauthorized_scope")
    assert club.call("GET", path, X_Appwrite_Session=bob).status == 200
    # Bob lacks the role to subscribe; leaving does not ask for it.
    assert club.call("DELETE", path, X_Appwrite_Session=bob).status == 204
    assert club.call("DELETE", path, X_Appwrite_Session=bob).outcome == HIDDEN


def test_a_subscriber_is_found_in_its_own_topic_only() -> None:
    club = Club()
    made = club.subscribe("ada", ["users"])
    other = club.given.topic()
    headers = {"X_Appwrite_Session": club.sessions["ada"]}
    path = f"/messaging/topics/{other.id}/subscribers/{made.body['$id']}"
    assert club.call("GET", path, **headers).outcome == HIDDEN
    assert club.call("DELETE", path, **headers).outcome == HIDDEN


def test_a_user_lists_the_own_subscribers_and_a_key_all() -> None:
    club = Club()
    topic = club.given.topic(subscribers=["ada-phone", "bob-phone"])
    path = f"/messaging/topics/{topic.id}/subscribers"
    mine = club.call("GET", path, X_Appwrite_Session=club.sessions["ada"]).body
    assert (mine["total"], [row["targetId"] for row in mine["subscribers"]]) == (1, ["ada-phone"])
    assert club.by_key("GET", path).body["total"] == 2
    foreign = club.by_key("GET", path).body["subscribers"][1]["$id"]
    after = club.call(
        "GET",
        f'{path}?queries[0]={{"method":"cursorAfter","values":["{foreign}"]}}',
        X_Appwrite_Session=club.sessions["ada"],
    )
    assert after.body == {"total": 1, "subscribers": []}
