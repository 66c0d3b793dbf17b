"""Users and their targets (contract: users-targets.md §1, §2)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...access.passwords import UNKNOWN_VERSIONS
from ...operations import targets, users
from ...queries.kinds import TARGETS, USERS
from ...validators.numbers import Boolean, Integer
from ...validators.roles import Label
from ...validators.structures import ArrayList, Assoc
from ...validators.texts import CustomId, EmailAddress, Password, Phone, Text, Uid, WhiteList
from ..endpoint import Endpoint, Param, nullable, optional, required
from ..models import common as models
from ..models import users as user_models
from .lists import SEARCH, TOTAL, queries

_READ, _WRITE = ("users.read",), ("users.write",)
_ID, _NEW_ID = required("userId", Uid()), required("userId", CustomId())
_PASSWORD = Password()
_NAME, _NEW_NAME = Text(128, min=0), Text(128)
# By recordings: null for the password in 1.6.2 and 1.9.6, for the name in 1.9.6 (users-targets.md §1); 1.8.1 and 1.9.0
# check null wherever it is not declared (endpoints.md, conventions).
_PASSWORD_NULL = (("1.5.0", "1.8.0"), ("1.9.5", None))
_NAME_NULL = (("1.9.5", None),)
_TARGET_ID = required("targetId", Uid())
_TARGET_WRITE = ("1.9.0", ("targets.write",))
_TARGET_READ = ("1.9.0", ("targets.read",))
_TARGETS = models.listing("targets", user_models.target)

# How each algorithm's hash is described, in the order of the parameters after the password.
_ALGORITHMS: dict[str, tuple[Param, ...]] = {
    "argon2": (),
    "bcrypt": (),
    "md5": (),
    "sha": (
        optional(
            "passwordVersion",
            WhiteList(
                (
                    "sha1",
                    "sha224",
                    "sha256",
                    "sha384",
                    "sha512/224",
                    "sha512/256",
                    "sha512",
                    "sha3-224",
                    "sha3-256",
                    "sha3-384",
                    "sha3-512",
                ),
                breaking=UNKNOWN_VERSIONS,
            ),
        ),
    ),
    "phpass": (),
    "scrypt": (
        required("passwordSalt", Text(128)),
        required("passwordCpu", Integer()),
        required("passwordMemory", Integer()),
        required("passwordParallel", Integer()),
        required("passwordLength", Integer()),
    ),
    "scrypt-modified": (
        required("passwordSalt", Text(128)),
        required("passwordSaltSeparator", Text(128)),
        required("passwordSignerKey", Text(128)),
    ),
}
_HASH_TYPES = {"scrypt-modified": "scryptMod"}


def _hashed_rows() -> Iterator[Endpoint]:
    for algorithm, options in _ALGORITHMS.items():
        yield Endpoint(
            "POST",
            f"/users/{algorithm}",
            partial(users.create_user_with_hash, algorithm=_HASH_TYPES.get(algorithm, algorithm)),
            _WRITE,
            (
                _NEW_ID,
                required("email", EmailAddress()),
                required("password", _PASSWORD),
                *options,
                optional("name", _NEW_NAME, null=_NAME_NULL),
            ),
            user_models.user,
            201,
            f"Create a user with an {algorithm} hash",
            audit="user.create",
        )


def _change(path: str, param: Param, summary: str, method: str = "PATCH", audit: str = "user.update") -> Endpoint:
    """A row that changes one plain value of a user."""
    return Endpoint(
        method,
        f"/users/{{userId}}/{path}",
        users.update_user,
        _WRITE,
        (_ID, param),
        user_models.user,
        200,
        summary,
        audit=audit,
    )


ENDPOINTS = (
    Endpoint(
        "POST", "/users", users.create_user, _WRITE,
        (
            _NEW_ID, nullable("email", EmailAddress()), nullable("phone", Phone()),
            optional("password", _PASSWORD, null=_PASSWORD_NULL), optional("name", _NEW_NAME, null=_NAME_NULL),
        ),
        user_models.user, 201, "Create a user", audit="user.create",
    ),
    *_hashed_rows(),
    Endpoint(
        "GET", "/users", users.list_users, _READ, (queries(USERS, old_texts=True), SEARCH, TOTAL), models.listing("users", user_models.user),
        summary="List users",
    ),
    Endpoint("GET", "/users/{userId}", users.get_user, _READ, (_ID,), user_models.user, summary="Get a user"),
    Endpoint(
        "DELETE", "/users/{userId}", users.delete_user, _WRITE, (_ID,), status=204, summary="Delete a user",
        audit="user.delete",
    ),
    Endpoint(
        "PATCH", "/users/{userId}/email", users.update_email, _WRITE, (_ID, required("email", EmailAddress(empty=True))),
        user_models.user, summary="Change a user's e-mail address", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/users/{userId}/phone", users.update_phone, _WRITE, (_ID, required("number", Phone(empty=True))),
        user_models.user, summary="Change a user's phone number", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/users/{userId}/password", users.update_password, _WRITE,
        (_ID, required("password", Password(or_empty=True))), user_models.user, summary="Change a user's password",
        audit="user.update",
    ),
    Endpoint(
        "PUT", "/users/{userId}/labels", users.update_labels, _WRITE, (_ID, required("labels", ArrayList(Label(), 1000))),
        user_models.user, summary="Replace a user's labels", audit="user.update",
    ),
    _change("name", required("name", _NAME), "Change a user's name"),
    _change("status", required("status", Boolean(loose=True)), "Block or unblock a user"),
    _change("verification", required("emailVerification", Boolean()), "Mark a user's e-mail address as verified", audit="verification.update"),
    _change("verification/phone", required("phoneVerification", Boolean()), "Mark a user's phone number as verified", audit="verification.update"),
    Endpoint(
        "GET", "/users/{userId}/prefs", users.get_prefs, _READ, (_ID,), models.preferences, summary="Get a user's preferences",
    ),
    Endpoint(
        "PATCH", "/users/{userId}/prefs", users.update_prefs, _WRITE, (_ID, required("prefs", Assoc())), models.preferences,
        summary="Replace a user's preferences",
    ),
    Endpoint(
        "POST", "/users/{userId}/targets", targets.create_target, _WRITE,
        (
            required("targetId", CustomId()), _ID, required("providerType", WhiteList(("email", "sms", "push"))),
            required("identifier", Text(255)), optional("providerId", Uid()), optional("name", Text(128)),
        ),
        user_models.target, 201, "Give a user a target", audit="target.create", scope_until=_TARGET_WRITE,
    ),
    Endpoint(
        "GET", "/users/{userId}/targets", targets.list_targets, _READ, (_ID, queries(TARGETS), TOTAL), _TARGETS,
        summary="List a user's targets", scope_until=_TARGET_READ,
    ),
    Endpoint(
        "GET", "/users/{userId}/targets/{targetId}", targets.get_target, _READ, (_ID, _TARGET_ID), user_models.target,
        summary="Get a target", scope_until=_TARGET_READ,
    ),
    Endpoint(
        "PATCH", "/users/{userId}/targets/{targetId}", targets.update_target, _WRITE,
        (_ID, _TARGET_ID, optional("identifier", Text(255)), optional("providerId", Uid()), optional("name", Text(128))),
        user_models.target, summary="Update a target", audit="target.update", scope_until=_TARGET_WRITE,
    ),
    Endpoint(
        "DELETE", "/users/{userId}/targets/{targetId}", targets.delete_target, _WRITE, (_ID, _TARGET_ID), status=204,
        summary="Delete a target", audit="target.delete", scope_until=_TARGET_WRITE,
    ),
)  # fmt: skip
