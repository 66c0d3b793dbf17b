"""Users, their targets and sessions (docs/contract/users-targets.md §1 to §3)."""

from __future__ import annotations

from typing import Any

from tests.api.expected.rows import LIST, TARGET_LIST, Refusal, Row, missing, taken

_USER_GONE = (missing("userId", "user_not_found"),)
_U1 = {"userId": "u1"}
_TAKEN_USER = taken("userId", "u1", "user_already_exists")
_TAKEN_EMAIL = taken("email", "U1@example.com", "user_already_exists")
_HASHED = {"userId": "new", "email": "new@example.com", "password": "a-hash-of-a-password"}
_SCRYPT = {"passwordSalt": "s", "passwordCpu": 8, "passwordMemory": 65536, "passwordParallel": 1, "passwordLength": 64}
_SCRYPT_MODIFIED = {"passwordSalt": "c2FsdA==", "passwordSaltSeparator": "c2Vw", "passwordSignerKey": "a2V5"}
_HASHES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("argon2", {}, {}),
    ("bcrypt", {}, {}),
    ("md5", {}, {}),
    ("phpass", {}, {}),
    ("sha", {}, {"passwordVersion": "sha256"}),
    ("scrypt", _SCRYPT, {}),
    ("scrypt-modified", _SCRYPT_MODIFIED, {}),
)

USERS = (
    Row(
        "POST",
        "/users",
        201,
        "users.write",
        required={"userId": "new"},
        optional={"email": "new@example.com", "phone": "+12025550199", "password": "password", "name": "Ada"},
        refusals=(_TAKEN_USER, _TAKEN_EMAIL, taken("phone", "+12025550101", "user_already_exists")),
    ),
    *(
        Row(
            "POST",
            f"/users/{algorithm}",
            201,
            "users.write",
            required={**_HASHED, **needed},
            optional={**more, "name": "Ada"},
            refusals=(_TAKEN_USER, _TAKEN_EMAIL),
        )
        for algorithm, needed, more in _HASHES
    ),
    Row("GET", "/users", 200, "users.read", optional=LIST),
    Row("GET", "/users/{userId}", 200, "users.read", _U1, refusals=_USER_GONE),
    Row("DELETE", "/users/{userId}", 204, "users.write", _U1, refusals=_USER_GONE),
    Row(
        "PATCH",
        "/users/{userId}/email",
        200,
        "users.write",
        _U1,
        required={"email": "new@example.com"},
        refusals=(
            *_USER_GONE,
            taken("email", "u1@example.com", "user_target_already_exists"),
            taken("email", "more@example.com", "user_target_already_exists"),
        ),
    ),
    Row(
        "PATCH",
        "/users/{userId}/phone",
        200,
        "users.write",
        _U1,
        required={"number": "+12025550199"},
        refusals=(*_USER_GONE, taken("number", "+12025550101", "user_target_already_exists")),
    ),
    Row("PATCH", "/users/{userId}/name", 200, "users.write", _U1, required={"name": "Ada"}, refusals=_USER_GONE),
    Row(
        "PUT",
        "/users/{userId}/labels",
        200,
        "users.write",
        _U1,
        required={"labels": ["vip", "staff"]},
        refusals=_USER_GONE,
    ),
    Row("PATCH", "/users/{userId}/status", 200, "users.write", _U1, required={"status": False}, refusals=_USER_GONE),
    Row(
        "PATCH",
        "/users/{userId}/verification",
        200,
        "users.write",
        _U1,
        required={"emailVerification": True},
        refusals=_USER_GONE,
    ),
    Row(
        "PATCH",
        "/users/{userId}/verification/phone",
        200,
        "users.write",
        _U1,
        required={"phoneVerification": True},
        refusals=_USER_GONE,
    ),
    Row("GET", "/users/{userId}/prefs", 200, "users.read", _U1, refusals=_USER_GONE),
    Row(
        "PATCH",
        "/users/{userId}/prefs",
        200,
        "users.write",
        _U1,
        required={"prefs": {"theme": "dark"}},
        refusals=_USER_GONE,
    ),
)

_TARGET_GONE = (*_USER_GONE, missing("targetId", "user_target_not_found"))
_FOREIGN = (Refusal("userId", "u2", 404, "user_target_not_found"),)
_TE = {"userId": "u1", "targetId": "te"}

TARGETS = (
    Row(
        "POST",
        "/users/{userId}/targets",
        201,
        "users.write",
        _U1,
        required={"targetId": "new", "providerType": "push", "identifier": "device-new"},
        optional={"providerId": "p-fcm", "name": "Phone"},
        refusals=(
            *_USER_GONE,
            taken("targetId", "te", "user_target_already_exists"),
            taken("identifier", "device-1", "user_target_already_exists"),
            Refusal("providerType", "PUSH", 400, "provider_incorrect_type"),
            Refusal("providerType", "email", 400, "general_invalid_email"),
            Refusal("providerType", "sms", 400, "general_invalid_phone"),
        ),
    ),
    Row("GET", "/users/{userId}/targets", 200, "users.read", _U1, optional=TARGET_LIST, refusals=_USER_GONE),
    Row("GET", "/users/{userId}/targets/{targetId}", 200, "users.read", _TE, refusals=(*_TARGET_GONE, *_FOREIGN)),
    Row(
        "PATCH",
        "/users/{userId}/targets/{targetId}",
        200,
        "users.write",
        _TE,
        optional={"identifier": "other@example.com", "providerId": "p-smtp", "name": "Office"},
        refusals=(
            *_TARGET_GONE,
            *_FOREIGN,
            missing("providerId", "provider_not_found"),
            Refusal("providerId", "p-twilio", 400, "provider_incorrect_type"),
            Refusal("identifier", "no address", 400, "general_invalid_email"),
        ),
    ),
    Row("DELETE", "/users/{userId}/targets/{targetId}", 204, "users.write", _TE, refusals=(*_TARGET_GONE, *_FOREIGN)),
)

# The id of a session is the server's own: `SESSION` stands for the one that the project has.
SESSION = "<session>"
_SESSION_GONE = (*_USER_GONE, missing("sessionId", "user_session_not_found"))

# Guests hold the scope sessions.write, which lets them in from 1.9.5 on (auth.md §3).
SESSIONS = (
    Row("POST", "/users/{userId}/sessions", 201, "users.write", _U1, refusals=_USER_GONE, without_key=(201, None)),
    Row("GET", "/users/{userId}/sessions", 200, "users.read", _U1, optional={"total": "1"}, refusals=_USER_GONE),
    Row(
        "DELETE",
        "/users/{userId}/sessions/{sessionId}",
        204,
        "users.write",
        {"userId": "u1", "sessionId": SESSION},
        refusals=_SESSION_GONE,
        without_key=(404, "user_session_not_found"),
    ),
    Row(
        "DELETE",
        "/users/{userId}/sessions",
        204,
        "users.write",
        _U1,
        refusals=_USER_GONE,
        without_key=(401, "user_unauthorized"),
    ),
    Row(
        "POST",
        "/users/{userId}/jwts",
        201,
        "users.write",
        _U1,
        optional={"sessionId": "recent", "duration": 60},
        refusals=_USER_GONE,
    ),
    Row(
        "POST",
        "/users/{userId}/tokens",
        201,
        "users.write",
        _U1,
        optional={"length": 8, "expire": 60},
        refusals=_USER_GONE,
    ),
)
