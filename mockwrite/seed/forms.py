"""How each kind of record looks in a seed: one row a kind. Reading, writing and the JSON Schema derive from it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from functools import cached_property, partial
from typing import Any, NamedTuple

from ..moments import format_time, to_ms
from ..names import wire_name
from ..records import (
    Bucket,
    File,
    Membership,
    Message,
    Provider,
    Record,
    Schedule,
    Session,
    Subscriber,
    Target,
    Team,
    Token,
    Topic,
    User,
)
from ..state.factors import Authenticator, Challenge, Identity

# Fields of records that hold a time in milliseconds.
_TIMES = frozenset(
    {
        "created_at", "updated_at", "registration", "password_update", "accessed_at", "scheduled_at", "delivered_at", "at",
        "expire", "invited", "joined", "mfa_updated_at", "provider_access_token_expiry",
    }
)  # fmt: skip


def read_time(text: str) -> int:
    """Read ISO text into milliseconds. Raises ValueError."""
    return to_ms(datetime.fromisoformat(text))


def _to_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


class Value(NamedTuple):
    """A kind of value: its JSON Schema, how it is written and read, and what it is expected to be where its text may not be.

    `read` raises ValueError for a text that it cannot read.
    """

    schema: Mapping[str, Any]
    write: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value
    expected: str = ""


class Unreadable(ValueError):
    """A member that cannot be read: its name, and what it is expected to be."""

    def __init__(self, name: str, expected: str) -> None:
        self.name, self.expected = name, expected
        super().__init__(f"{name} is expected to be {expected}")


TEXT: Mapping[str, Any] = {"type": "string"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": TEXT}
TIME: Mapping[str, Any] = {"type": "string", "format": "date-time"}
OBJECT: Mapping[str, Any] = {"type": "object"}
BYTES: Mapping[str, Any] = {"type": "string", "contentEncoding": "base64"}
# By the annotation of the field; what is None is not written.
_VALUES = {
    "str": Value(TEXT),
    "int": Value({"type": "integer"}),
    "bool": Value({"type": "boolean"}),
    "list[str]": Value(TEXTS, list, list),
    "dict[str, Any]": Value(OBJECT),
    "dict[str, str]": Value({**OBJECT, "additionalProperties": TEXT}),
    "bytes": Value(BYTES, _to_base64, partial(base64.b64decode, validate=True), "Base64"),
    "dict[int, bytes]": Value(
        OBJECT,
        lambda chunks: {str(number): _to_base64(content) for number, content in chunks.items()},
        lambda chunks: {int(number): base64.b64decode(text) for number, text in chunks.items()},
    ),
}
_TIME = Value(TIME, format_time, read_time, "a time such as 2030-01-31T08:00:00Z")


class Member(NamedTuple):
    """A member of a record in JSON, and the field it stands for. `nullable`: left out means another value than null."""

    name: str
    field: str
    value: Value
    default: Any
    nullable: bool


@dataclass(frozen=True)
class Form:
    """A kind of record: the member of the document that holds it, and the collection.

    `parent` is the name of the record that it is nested in: the fields of its id and sequence are not written. `derived`
    are further fields that are found again when it is read. `needs` is what one written by hand must have, `by_hand` are
    members that only such a one has, and `fill` are values for what it leaves out.
    """

    name: str
    collection: str
    record: type[Record]
    parent: str = ""
    derived: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    by_hand: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fill: Mapping[str, Any] = field(default_factory=dict)
    nested: tuple[Form, ...] = ()

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The members that stand for fields, `id` first."""
        left_out = {*self.derived, f"{self.parent}_id", f"{self.parent}_sequence"}
        found = []
        for item in fields(self.record):
            if item.name in left_out:
                continue
            kind = str(item.type)
            value = _TIME if item.name in _TIMES else _VALUES[kind.removesuffix(" | None")]
            default = item.default_factory() if item.default_factory is not MISSING else item.default
            default = MISSING if item.name == "sequence" else default
            name = self.renamed.get(item.name) or wire_name(item.name)
            nullable = kind.endswith(" | None") and default is not None
            found.append(Member(name, item.name, value, default, nullable))
        return tuple(found)

    def write(self, record: Record) -> dict[str, Any]:
        """Return a record as JSON, without what is as by default."""
        shown: dict[str, Any] = {}
        for member in self.members:
            value = getattr(record, member.field)
            if value is None:
                if member.nullable:
                    shown[member.name] = None
            elif value != member.default or type(value) is not type(member.default):
                shown[member.name] = member.value.write(value)
        return shown

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that a record in JSON gives. Raises Unreadable for a value that cannot be read."""
        values: dict[str, Any] = {}
        for member in self.members:
            if member.name in given:
                value = given[member.name]
                try:
                    values[member.field] = None if value is None else member.value.read(value)
                except ValueError:
                    raise Unreadable(member.name, member.value.expected) from None
        return values


_TARGETS = Form(
    "targets", "targets", Target, "user", renamed={"provider_type": "type", "provider_id": "provider"},
    needs=("type", "identifier"),
)  # fmt: skip
_SESSIONS = Form("sessions", "sessions", Session, "user", fill={"provider": "email"}, needs=("secret", "expire"))
_TOKENS = Form("tokens", "tokens", Token, "user", needs=("secret", "expire"))
_CHALLENGES = Form("challenges", "challenges", Challenge, "user", needs=("factor", "expire"), fill={"code": ""})
_AUTHENTICATORS = Form("authenticators", "authenticators", Authenticator, "user", needs=("secret",))
_IDENTITIES = Form(
    "identities", "identities", Identity, "user", needs=("provider", "providerUid"), fill={"provider_email": ""}
)
_SUBSCRIBERS = Form(
    "subscribers", "subscribers", Subscriber, "topic", derived=("target_sequence", "user_id", "provider_type"),
    renamed={"target_id": "target"}, needs=("target",),
)  # fmt: skip
_FILES = Form(
    "files", "files", File, "bucket", renamed={"content": "base64"}, needs=("name",), by_hand={"text": TEXT},
)  # fmt: skip
_MEMBERS = Form(
    "members", "memberships", Membership, "team", derived=("user_sequence",), renamed={"user_id": "user"}, needs=("user",),
    fill={"roles": [], "confirm": True},
)  # fmt: skip

FORMS = (
    Form("providers", "providers", Provider, derived=("type",), needs=("kind",)),
    Form(
        "users", "users", User, renamed={"password": "passwordHash"}, by_hand={"password": TEXT}, fill={"name": ""},
        nested=(_TARGETS, _SESSIONS, _TOKENS, _CHALLENGES, _AUTHENTICATORS, _IDENTITIES),
    ),
    Form("topics", "topics", Topic, fill={"subscribe": ["users"]}, nested=(_SUBSCRIBERS,)),
    Form("buckets", "buckets", Bucket, nested=(_FILES,)),
    Form(
        "messages", "messages", Message, renamed={"provider_type": "type"}, needs=("type", "data"),
        fill={"status": "draft", "topics": [], "users": [], "targets": []},
    ),
    Form("schedules", "schedules", Schedule, renamed={"message_id": "message"}, needs=("message", "at"), fill={"active": True}),
    Form("teams", "teams", Team, nested=(_MEMBERS,)),
)  # fmt: skip
# Names in a seed of the fields of columns and of indexes that are called otherwise in Python.
COLUMN_NAMES = {"kind": "type", "minimum": "min", "maximum": "max"}
INDEX_NAMES = {"columns": "attributes"}
# Kinds whose name is their id when it is left out.
NAMED_BY_ID = ("topics", "teams")
