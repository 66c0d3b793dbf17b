"""The JSON Schema of seed files, made from the table of forms; `mockwrite/seed.schema.json` is a copy for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

from ..faults.fields import FIELDS
from ..outbox.mail import Mail
from ..providers import KINDS
from ..records import CHANNELS, LogEntry, Subscriber
from ..state.databases import Column, Index
from .forms import COLUMN_NAMES, FORMS, INDEX_NAMES, OBJECT, TEXT, TEXTS, TIME, Form
from .sign_in import SIGN_IN

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
_COUNT = {"type": "integer", "minimum": 0}
_YES_NO = {"type": "boolean"}
_TIMES = {"createdAt": TIME, "updatedAt": TIME}
# Values of which there are only a few.
_CHOICES: Mapping[tuple[str, str], list[str]] = {
    ("providers", "kind"): list(KINDS),
    ("targets", "type"): list(CHANNELS),
    ("messages", "type"): list(CHANNELS),
    ("messages", "status"): ["draft", "scheduled", "processing", "sent", "failed"],
}
# Some members may be written in a shorter way.
_SHORT: Mapping[str, Mapping[str, Any]] = {"subscribers": TEXT}


def _object(members: Mapping[str, Any], needs: tuple[str, ...] = ()) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": dict(members), "additionalProperties": False}
    return {**made, "required": list(needs)} if needs else made


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _of(form: Form) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for member in form.members:
        choices = _CHOICES.get((form.name, member.name))
        shown = {"enum": choices} if choices else dict(member.value.schema)
        members[member.name] = {**shown, "type": [shown["type"], "null"]} if member.nullable else shown
    members |= {name: dict(schema) for name, schema in form.by_hand.items()}
    for child in form.nested:
        rows: Mapping[str, Any] = _of(child)
        if child.name in _SHORT:
            rows = {"anyOf": [_SHORT[child.name], rows]}
        members[child.name] = _list(rows)
    return _object(members, form.needs)


# What is written by its annotation.
_WHOLE = {"type": "integer"}
_BY_HINT: Mapping[Any, Mapping[str, Any]] = {
    str: TEXT, int: _WHOLE, bool: _YES_NO, int | None: {"type": ["integer", "null"]}, int | float | None: {"type": ["number", "null"]},
    tuple[str, ...]: TEXTS, tuple[int, ...]: _list(_WHOLE), Mapping[str, str]: {**OBJECT, "additionalProperties": TEXT}, Any: {},
}  # fmt: skip


def _fields(kind: type, renamed: Mapping[str, str] = {}) -> dict[str, Any]:
    """Describe the fields of a class that an export writes as they are; closed sets are Literals."""
    hints = get_type_hints(kind).items()
    return {
        renamed.get(name, name): _BY_HINT[hint] if hint in _BY_HINT else {"enum": list(get_args(hint))}
        for name, hint in hints
    }


def _exported(kind: Any) -> dict[str, Any]:
    members = _fields(kind)
    return _object(members, tuple(name for name in members if name not in kind._field_defaults))


_GONE = _fields(Subscriber)
_MADE = {"created_at": "createdAt", "updated_at": "updatedAt"}
# What an attribute or an index may say of itself; by hand the type is enough, and a time is a text.
_ATTRIBUTE = {"anyOf": [TEXT, {**OBJECT, "properties": {**_fields(Column, {**COLUMN_NAMES, **_MADE}), **_TIMES}}]}
_INDEX = {
    **OBJECT,
    "properties": {
        **_fields(Index, {**INDEX_NAMES, **_MADE}), **_TIMES, "type": {"enum": ["key", "unique", "fulltext", "spatial"]},
    },
    "required": ["attributes"],
}  # fmt: skip
_STAMPS = {"sequence": _COUNT, **_TIMES}
_DOCUMENT = _object({"id": TEXT, "permissions": TEXTS, "data": OBJECT, **_STAMPS}, ("data",))
_COLLECTION = _object(
    {
        "id": TEXT, "name": TEXT, "enabled": _YES_NO, "permissions": TEXTS, "documentSecurity": _YES_NO,
        "attributes": {"type": "object", "additionalProperties": _ATTRIBUTE}, "indexes": _list(_INDEX),
        "documents": _list(_DOCUMENT), "documentsMade": _COUNT, "number": _COUNT, **_STAMPS,
    },
    ("id",),
)  # fmt: skip
_DATABASE = _object(
    {
        "id": TEXT, "name": TEXT, "enabled": _YES_NO, "type": {"enum": ["legacy", "tablesdb"]},
        "collections": _list(_COLLECTION), "collectionsMade": _COUNT, **_STAMPS,
    },
    ("id",),
)  # fmt: skip


def build() -> dict[str, Any]:
    """Return the schema."""
    rule = {
        item.name: {"description": f"{item.meaning} ({item.kind.expected})"}
        for item in FIELDS
        if item.name != "function"
    }
    counts = {"id": TEXT, "seen": _COUNT, "matched": _COUNT}
    canned = {item.name: rule[item.name] for item in FIELDS if item.of_answers and item.name in rule}
    members: dict[str, Any] = {
        "$schema": TEXT,
        "version": {"const": 1},
        "project": _object({"name": TEXT, "secret": TEXT, "platforms": TEXTS}),
        "signIn": SIGN_IN,
        "clock": _object({"now": TIME, "frozen": _YES_NO}, ("now",)),
        "keys": _list(_object({"secret": TEXT, "name": TEXT, "scopes": TEXTS, "expire": TIME}, ("secret",))),
        **{form.name: _list(_of(form)) for form in FORMS},
        "databases": _list(_DATABASE),
        "faults": _list(_object({"on": {"enum": ["call", "delivery"]}, **rule, **counts})),
        "answers": _list(_object({**canned, **counts}, ("method", "path"))),
        "agenda": _list(_object({"due": TIME, "fire": TEXT, "send": TEXT}, ("due",))),
        "waiting": _list(_object({"message": TEXT, "since": TIME}, ("message", "since"))),
        "mails": _list(_exported(Mail)),
        "logs": {"type": "object", "additionalProperties": _list(_exported(LogEntry))},
        "unsubscribed": _list(_object({**_GONE, "at": _WHOLE, "reason": TEXT}, (*_GONE, "at"))),
        "random": _object({"last": {"type": "integer"}, "repeated": _COUNT, "drawn": TEXT}, ("last", "repeated")),
        "counters": {"type": "object", "additionalProperties": _COUNT},
    }
    return {"$schema": ADDRESS, "title": "mockwrite seed", **_object(members)}
