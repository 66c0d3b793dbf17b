"""Users and accounts (docs/contract/corrections.md, B and J)."""

from __future__ import annotations

import hashlib
from json import dumps
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.stage import Stage

TAKEN = (409, "user_email_already_exists")
INVALID, BROKEN = (400, "general_argument_invalid"), (500, "general_unknown")
WRONG = (401, "user_invalid_credentials")


def found(stage: Stage, method: str, attribute: str, *values: Any) -> list[str]:
    text = quote(dumps({"method": method, "attribute": attribute, "values": list(values)}))
    return [row["$id"] for row in stage.by_key("GET", f"/users?queries[0]={text}").body["users"]]


@pytest.mark.parametrize("version", ["1.6.2", "1.9.6"])
def test_11_a_cleared_address_is_an_empty_text_that_one_user_can_have(version: str) -> None:
    stage = Stage(version)
    for name in ("ada", "bob"):
        stage.by_key("POST", "/users", {"userId": name, "email": f"{name}@example.com"})
    cleared = stage.by_key("PATCH", "/users/ada/email", {"email": ""})
    assert [target["identifier"] for target in cleared.body["targets"]] == ["ada@example.com"]
    assert stage.by_key("GET", "/users/ada").body["targets"] == []
    assert stage.by_key("PATCH", "/users/bob/email", {"email": ""}).outcome == TAKEN
    assert stage.by_key("GET", "/users/bob").body["email"] == "bob@example.com"
    assert stage.by_key("PATCH", "/users/ada/email", {"email": ""}).status == 200
    assert (found(stage, "isNull", "email"), found(stage, "equal", "email", "")) == ([], ["ada"])


@pytest.mark.parametrize(
    ("version", "outcome"), [("1.8.1", (409, "user_phone_already_exists")), ("1.9.0", (200, None))]
)
def test_j_a_cleared_number_is_an_empty_text_up_to_1_8_1(version: str, outcome: tuple[int, str | None]) -> None:
    stage = Stage(version)
    for name, number in (("ada", "+12025550101"), ("bob", "+12025550102")):
        stage.by_key("POST", "/users", {"userId": name, "phone": number})
    assert stage.by_key("PATCH", "/users/ada/phone", {"number": ""}).status == 200
    assert stage.by_key("PATCH", "/users/bob/phone", {"number": ""}).outcome == outcome


@pytest.mark.parametrize("version", ["1.6.2", "1.9.6"])
@pytest.mark.parametrize(
    ("password", "taken"),
    [("éééé", True), ("😀😀", True), ("é" * 128, True), ("éééa", False), ("é" * 129, False), ("x" * 257, False)],
)
def test_12_passwords_are_measured_in_bytes_everywhere(version: str, password: str, taken: bool) -> None:
    stage = Stage(version)
    stage.given.user(id="ada", email="ada@example.com")
    made = {"email": "bob@example.com", "password": password}
    session = stage.session("ada")
    answers = [
        stage.by_key("POST", "/users", {"userId": "u1", **made}),
        stage.by_key("POST", "/users/bcrypt", {"userId": "u2", **made, "email": "c@example.com"}),
        stage.by_key("PATCH", "/users/ada/password", {"password": password}),
        stage.call("POST", "/account", {"userId": "u3", **made, "email": "d@example.com"}),
        stage.call("PATCH", "/account/password", {"password": password, "oldPassword": password}, X_Appwrite_Session=session),
    ]  # fmt: skip
    refused = [answer.outcome == INVALID for answer in answers]
    assert refused == [not taken] * 5


@pytest.mark.parametrize("algorithm", ["argon2", "bcrypt", "md5", "phpass", "sha"])
def test_13_a_name_may_be_null_with_an_imported_hash(algorithm: str) -> None:
    body = {"userId": "ada", "email": "ada@example.com", "password": "password123", "name": None}
    assert Stage(exact=True).by_key("POST", f"/users/{algorithm}", body).status == 201


@pytest.mark.parametrize(("version", "hash"), [("1.9.6", "sha256"), ("1.7.4", "sha3_512")])
def test_14_a_sha_hash_of_no_version_is_sha256_since_1_8(version: str, hash: str) -> None:
    stage = Stage(version)
    stored = hashlib.new(hash, b"password1").hexdigest()
    made = stage.by_key("POST", "/users/sha", {"userId": "ada", "email": "ada@example.com", "password": stored})
    assert made.body["hashOptions"]["type"] == "sha"
    sign_in = {"email": "ada@example.com", "password": "password1"}
    assert stage.call("POST", "/account/sessions/email", sign_in).status == 201


def test_14_its_options_have_no_type_in_exact_mode() -> None:
    body = {"userId": "ada", "email": "ada@example.com", "password": "0" * 64}
    assert Stage(exact=True).by_key("POST", "/users/sha", body).body["hashOptions"] == {"version": "sha256"}


@pytest.mark.parametrize(("exact", "outcome"), [(True, BROKEN), (False, INVALID)])
@pytest.mark.parametrize("name", ["sha512/224", "sha512/256"])
def test_15_a_sha_version_that_the_library_does_not_know_breaks_the_server(
    name: str, exact: bool, outcome: tuple[int, str]
) -> None:
    body = {"userId": "ada", "email": "ada@example.com", "password": "0" * 64, "passwordVersion": name}
    assert Stage(exact=exact).by_key("POST", "/users/sha", body).outcome == outcome


@pytest.mark.parametrize(
    ("address", "newer", "older"),
    [
        ("0@example.com", 400, 201),
        (" a@example.com", 201, 400),
        ("a@example.com ", 201, 400),
        # PHP's filter takes it in every release.
        ("a@[127.0.0.1]", 201, 201),
    ],
)
def test_16_and_17_odd_addresses_since_1_9_5(address: str, newer: int, older: int) -> None:
    for version, status in (("1.9.5", newer), ("1.9.0", older)):
        stage = Stage(version)
        assert stage.by_key("POST", "/users", {"userId": "u", "email": address}).status == status
        smtp = {"providerId": "p", "name": "p", "host": "h", "fromEmail": address}
        assert stage.by_key("POST", "/messaging/providers/smtp", smtp).status == status


def test_17_spaces_behind_an_address_make_no_other() -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "u", "email": "a@example.com"})
    assert stage.by_key("POST", "/users", {"userId": "v", "email": "a@example.com "}).outcome == (
        409,
        "user_already_exists",
    )


def test_18_a_member_made_by_a_key_for_an_unknown_address_has_no_target() -> None:
    stage = Stage()
    stage.by_key("POST", "/teams", {"teamId": "t", "name": "t"})
    made = stage.by_key(
        "POST", "/teams/t/memberships", {"email": "new@example.com", "roles": [], "url": "http://localhost"}
    )
    assert made.status == 201
    assert stage.by_key("GET", f"/users/{made.body['userId']}/targets").body["total"] == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [("prefs", {"prefs": {"a": 1}}), ("password", {"password": "password9", "oldPassword": "password1"})],
)
def test_19_a_change_as_first_call_of_the_day_shows_the_time_as_usual(path: str, body: object) -> None:
    stage = Stage(exact=True)
    stage.given.user(id="ada", email="ada@example.com", password="password1")
    session = stage.session("ada")
    shown = stage.call("PATCH", f"/account/{path}", body, X_Appwrite_Session=session).body["accessedAt"]
    assert "T" in shown
    stage.project.clock.advance(days=2)
    read = stage.call("GET", "/account", X_Appwrite_Session=session).body["accessedAt"]
    assert " " in read


IMPORTED = [
    ("argon2", "appwrite", "$argon2i$v=19$m=20,t=3,p=2$YXBwd3JpdGU$A/54i238ed09ZR4NwlACU5XnkjNBZU9QeOEuhjLiexI", {}),
    ("bcrypt", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", {}),
    (
        "scrypt-modified", "appwrite",
        "UlM7JiXRcQhzAGlaonpSqNSLIz475WMddOgLjej5De9vxTy48K6WtqlEzrRFeK4t0COfMhWCb8wuMHgxOFCHFQ==",
        {
            "passwordSalt": "UxLMreBr6tYyjQ==", "passwordSaltSeparator": "Bw==",
            "passwordSignerKey": "XyEKE9RcTDeLEsL/RjwPDBv/RqDl8fb3gpYEOQaPihbxf1ZAtSOHCjuAAa7Q3oHpCYhXSN9tizHgVOwn6krflQ==",
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("algorithm", "password", "hash", "options"), IMPORTED, ids=["argon2", "bcrypt", "scrypt"])
def test_20_users_with_imported_hashes_sign_in(
    algorithm: str, password: str, hash: str, options: dict[str, str]
) -> None:
    stage = Stage()
    stage.by_key("POST", f"/users/{algorithm}", {"userId": "u", "email": "u@example.com", "password": hash, **options})
    sign_in = {"email": "u@example.com", "password": password}
    right = stage.project.users.get("u")
    assert right is not None
    from mockwrite.operations.users import has_password

    assert (has_password(right, password), has_password(right, f"{password}!")) == (True, False)
    if len(password) >= 8:
        assert stage.call("POST", "/account/sessions/email", sign_in).status == 201
        assert stage.by_key("GET", "/users/u").body["hash"] == "argon2"


def test_20_where_the_library_is_missing_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "bcrypt", None)
    stage = Stage()
    body = {"userId": "u", "email": "u@example.com", "password": IMPORTED[1][2]}
    stage.by_key("POST", "/users/bcrypt", body)
    refused = stage.call("POST", "/account/sessions/email", {"email": "u@example.com", "password": "password1"})
    assert refused.outcome == WRONG
    assert "mockwrite[hashes]" in refused.body["message"]
