"""Changing one's own address, number and password (docs/contract/errors.md, users-targets.md §1, §3), and the targets after it."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage

PASSWORD = "correct horse"
INVALID = (400, "general_argument_invalid")
WRONG = (401, "user_invalid_credentials")


def signed_up(stage: Stage, id: str = "ada") -> str:
    """Sign up with an address and a password, and return a session."""
    body = {"userId": id, "email": f"{id}@example.com", "password": PASSWORD}
    assert stage.call("POST", "/account", body).status == 201
    return stage.session(id)


def identifiers(stage: Stage, user_id: str) -> list[tuple[str, str]]:
    """Types and identifiers of a user's targets."""
    rows = stage.by_key("GET", f"/users/{user_id}/targets").body["targets"]
    return [(row["providerType"], row["identifier"]) for row in rows]


def test_a_new_address_moves_the_target_its_subscribers_and_the_way_to_sign_in() -> None:
    stage = Stage()
    session = signed_up(stage)
    stage.by_key("PATCH", "/users/ada/verification", {"emailVerification": True})
    target = stage.by_key("GET", "/users/ada/targets").body["targets"][0]["$id"]
    stage.given.topic(id="news", subscribers=[])
    stage.by_key("POST", "/messaging/topics/news/subscribers", {"subscriberId": "s", "targetId": target})

    body = {"email": "Ada@New.example.com", "password": PASSWORD}
    changed = stage.call("PATCH", "/account/email", body, X_Appwrite_Session=session)

    assert (changed.status, changed.body["email"], changed.body["emailVerification"]) == (
        200,
        "ada@new.example.com",
        False,
    )
    assert not {"password", "hash", "hashOptions"} & set(changed.body)
    assert [row["$id"] for row in changed.body["targets"]] == [target]
    assert identifiers(stage, "ada") == [("email", "ada@new.example.com")]
    assert stage.by_key("GET", "/messaging/topics/news").body["emailTotal"] == 1
    assert stage.call("GET", "/account", X_Appwrite_Session=session).status == 200
    assert stage.call("POST", "/account/sessions/email", body).status == 201
    old = {"email": "ada@example.com", "password": PASSWORD}
    assert stage.call("POST", "/account/sessions/email", old).outcome == WRONG


@pytest.mark.parametrize(
    ("path", "change", "outcome"),
    [
        ("email", {"password": "another horse"}, WRONG),
        ("email", {"password": "short"}, INVALID),
        ("email", {"email": "nope"}, INVALID),
        ("email", {"email": ""}, INVALID),
        ("email", {"email": "ADA@example.com"}, (409, "user_target_already_exists")),
        ("email", {"email": "bob@example.com"}, (409, "user_target_already_exists")),
        ("email", {"email": "eve@example.com"}, (400, "general_bad_request")),
        ("phone", {"password": "another horse"}, WRONG),
        ("phone", {"phone": "123"}, INVALID),
        ("phone", {"phone": "+12025550101"}, (409, "user_target_already_exists")),
        ("phone", {"phone": "+12025550102"}, (409, "user_phone_already_exists")),
        ("password", {"oldPassword": "another horse"}, WRONG),
        ("password", {"oldPassword": None}, WRONG),
        ("password", {"oldPassword": "short"}, WRONG),
        ("password", {"password": "short"}, INVALID),
        ("password", {"password": "x" * 257}, INVALID),
    ],
    ids=str,
)
def test_a_change_is_refused(path: str, change: dict[str, str | None], outcome: tuple[int, str]) -> None:
    stage = Stage()
    session = signed_up(stage)
    stage.by_key("POST", "/users", {"userId": "bob", "email": "bob@example.com", "phone": "+12025550101"})
    # Of eve the targets are gone; address and number are still hers.
    eve = stage.by_key("POST", "/users", {"userId": "eve", "email": "eve@example.com", "phone": "+12025550102"})
    for row in eve.body["targets"]:
        stage.by_key("DELETE", f"/users/eve/targets/{row['$id']}")
    good = {
        "email": {"email": "new@example.com", "password": PASSWORD},
        "phone": {"phone": "+12025550100", "password": PASSWORD},
        "password": {"password": "battery staple", "oldPassword": PASSWORD},
    }[path]
    sent = {name: value for name, value in {**good, **change}.items() if value is not None}

    assert stage.call("PATCH", f"/account/{path}", sent, X_Appwrite_Session=session).outcome == outcome

    assert stage.call("PATCH", f"/account/{path}", good, X_Appwrite_Session=session).status == 200


@pytest.mark.parametrize("path", ["email", "phone", "password"])
def test_only_the_signed_in_change_what_they_sign_in_with(path: str) -> None:
    stage = Stage()
    refused = (401, "general_unauthorized_scope")
    assert stage.call("PATCH", f"/account/{path}", {}).outcome == refused
    assert stage.by_key("PATCH", f"/account/{path}", {}).outcome == refused


def test_a_new_number_moves_the_target_that_carried_the_old_one() -> None:
    stage = Stage()
    session = signed_up(stage)
    stage.by_key("PATCH", "/users/ada/phone", {"number": "+12025550103"})
    stage.by_key("PATCH", "/users/ada/verification/phone", {"phoneVerification": True})

    body = {"phone": "+12025550104", "password": PASSWORD}
    changed = stage.call("PATCH", "/account/phone", body, X_Appwrite_JWT=stage.jwt("ada"))

    assert (changed.status, changed.body["phone"], changed.body["phoneVerification"]) == (200, "+12025550104", False)
    assert identifiers(stage, "ada") == [("email", "ada@example.com"), ("sms", "+12025550104")]
    assert stage.call("GET", "/account", X_Appwrite_Session=session).body["phone"] == "+12025550104"


def test_an_account_without_a_target_for_its_first_number_gets_none() -> None:
    stage = Stage()
    session = signed_up(stage)
    body = {"phone": "+12025550104", "password": PASSWORD}
    assert stage.call("PATCH", "/account/phone", body, X_Appwrite_Session=session).body["phone"] == "+12025550104"
    assert identifiers(stage, "ada") == [("email", "ada@example.com")]


def test_an_anonymous_account_becomes_a_real_one() -> None:
    stage = Stage()
    made = stage.by_key("POST", "/account/sessions/anonymous").body
    body = {"email": "ada@example.com", "password": PASSWORD}
    changed = stage.call("PATCH", "/account/email", body, X_Appwrite_Session=made["secret"])
    assert (changed.status, changed.body["email"]) == (200, "ada@example.com")
    assert changed.body["passwordUpdate"] != ""
    assert stage.call("POST", "/account/sessions/email", body).body["userId"] == made["userId"]


def test_a_new_password_signs_in_and_the_old_one_does_not() -> None:
    stage = Stage()
    session = signed_up(stage)
    body = {"password": "battery staple", "oldPassword": PASSWORD}
    changed = stage.call("PATCH", "/account/password", body, X_Appwrite_Session=session)
    assert (changed.status, changed.body["$id"]) == (200, "ada")
    sign_in = {"email": "ada@example.com", "password": "battery staple"}
    assert stage.call("POST", "/account/sessions/email", sign_in).status == 201
    assert stage.call("POST", "/account/sessions/email", {**sign_in, "password": PASSWORD}).outcome == WRONG
    assert stage.call("GET", "/account", X_Appwrite_Session=session).status == 200


def test_a_first_password_needs_no_old_one() -> None:
    stage = Stage()
    session = stage.user("ada")
    assert stage.call("PATCH", "/account/password", {"password": PASSWORD}, X_Appwrite_Session=session).status == 200
    sign_in = {"email": "ada@example.com", "password": PASSWORD}
    assert stage.call("POST", "/account/sessions/email", sign_in).status == 201


def test_an_account_reads_its_own_log() -> None:
    stage = Stage()
    session = signed_up(stage)
    stage.call("PATCH", "/account/name", {"name": "Ada"}, X_Appwrite_Session=session)
    signed_up(stage, "bob")
    shown = stage.call("GET", "/account/logs", X_Appwrite_Session=session).body
    assert [(entry["event"], entry["userId"]) for entry in shown["logs"]] == [("user.update", "ada")]
    assert shown == stage.by_key("GET", "/users/ada/logs").body


def test_signing_out_is_in_the_log() -> None:
    stage = Stage()
    session = signed_up(stage)
    for path in ("/account/sessions/current", "/account/sessions"):
        assert stage.call("DELETE", path, X_Appwrite_Session=session).status == 204
        session = stage.given.session("ada").secret
    shown = stage.by_key("GET", "/users/ada/logs").body
    assert [(entry["event"], entry["userId"]) for entry in shown["logs"]] == [("session.delete", "ada")] * 2


_SCRYPT = (
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
)
# Published vectors where there are any: RFC 7914 for scrypt, the test of the phpass library.
IMPORTED = [
    ("md5", "password1", "7c6a180b36896a0a8c02787eeafb0e4c", {}),
    ("sha", "password1", "e38ad214943daad1d64c102faec29de4afe9da3d", {"passwordVersion": "sha1"}),
    ("sha", "password1", "0b14d501a594442a01c6859541bcb3e8164d183d32937b851835442f69d5c94e", {"passwordVersion": "sha256"}),
    ("phpass", "test12345", "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", {}),
    (
        "scrypt",
        "password",
        _SCRYPT,
        {
            "passwordSalt": "NaCl",
            "passwordCpu": 1024,
            "passwordMemory": 8,
            "passwordParallel": 16,
            "passwordLength": 64,
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("algorithm", "password", "hash", "options"), IMPORTED, ids=lambda value: str(value)[:20])
def test_a_user_with_an_imported_hash_signs_in_and_gets_the_servers_own_hash(
    algorithm: str, password: str, hash: str, options: dict[str, object]
) -> None:
    stage = Stage()
    body = {"userId": "ada", "email": "ada@example.com", "password": hash, **options}
    made = stage.by_key("POST", f"/users/{algorithm}", body)
    assert (made.status, made.body["password"], made.body["hash"]) == (201, hash, algorithm)

    sign_in = {"email": "ada@example.com", "password": password}
    assert stage.call("POST", "/account/sessions/email", {**sign_in, "password": f"{password}!"}).outcome == WRONG
    assert stage.call("POST", "/account/sessions/email", {**sign_in, "password": hash[:256]}).outcome == WRONG
    assert stage.call("POST", "/account/sessions/email", sign_in).status == 201

    assert stage.by_key("GET", "/users/ada").body["hash"] == "argon2"
    assert stage.call("POST", "/account/sessions/email", sign_in).status == 201


def test_a_scrypt_hash_with_absurd_costs_is_a_wrong_password() -> None:
    stage = Stage()
    costs = {"passwordCpu": 2**30, "passwordMemory": 2**20, "passwordParallel": 1, "passwordLength": 64}
    body = {"userId": "ada", "email": "ada@example.com", "password": "f" * 128, "passwordSalt": "s", **costs}
    stage.by_key("POST", "/users/scrypt", body)
    sign_in = {"email": "ada@example.com", "password": "password1"}
    assert stage.call("POST", "/account/sessions/email", sign_in).outcome == WRONG
