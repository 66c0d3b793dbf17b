"""How people sign in, as JSON: in seeds, and in the control API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..outbox.mail import MESSAGING, ORIGINS
from ..state.sign_in import CHANNELS, DEFAULT, LONGEST_HISTORY, METHODS, Person, Sender, SignIn, Template, changed

_TEXT = {"type": "string"}
_YES_NO = {"type": "boolean"}


def _object(members: Mapping[str, Any], needs: tuple[str, ...] = ()) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": dict(members), "additionalProperties": False}
    return {**made, "required": list(needs)} if needs else made


# Each member in JSON with the value it stands for and its schema.
_SENDER = {"name": "name", "email": "email", "replyToName": "reply_to_name", "replyToEmail": "reply_to_email"}
_TEMPLATE = {
    "subject": "subject", "message": "message", "senderName": "sender_name", "senderEmail": "sender_email",
    "replyTo": "reply_to",
}  # fmt: skip
_PERSON = {"email": "email", "name": "name", "provider": "provider", "uid": "uid"}
_PLAIN = {
    "sessionAlerts": "session_alerts",
    "anyUrl": "any_url",
    "locale": "locale",
    "passwordHistory": "password_history",
}
_SETS = {"switchedOff": "switched_off", "disabledChannels": "disabled_channels", "devKeys": "dev_keys"}

SIGN_IN: Mapping[str, Any] = _object({
    "mockNumbers": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9]{6}$"}},
    "switchedOff": {"type": "array", "items": {"enum": list(METHODS)}},
    "disabledChannels": {"type": "array", "items": {"enum": list(CHANNELS)}},
    "passwordHistory": {"type": "integer", "minimum": 0, "maximum": LONGEST_HISTORY},
    "sessionAlerts": _YES_NO,
    "anyUrl": _YES_NO,
    "locale": _TEXT,
    "devKeys": {"type": "array", "items": _TEXT},
    "sender": _object(dict.fromkeys(_SENDER, _TEXT), ("name", "email")),
    "templates": {
        "type": "array",
        "items": _object(
            {
                "origin": {"enum": [origin for origin in ORIGINS if origin != MESSAGING]},
                "locale": _TEXT,
                **dict.fromkeys(_TEMPLATE, _TEXT),
            },
            ("origin", "locale", "subject", "message"),
        ),
    },
    "people": {"type": "array", "items": _object(dict.fromkeys(_PERSON, _TEXT), ("email",))},
})  # fmt: skip


def write_sign_in(rules: SignIn) -> dict[str, Any]:
    """Return the rules as JSON, without what is as by default."""
    shown: dict[str, Any] = {
        "mockNumbers": dict(rules.mock_numbers),
        **{name: sorted(getattr(rules, field)) for name, field in _SETS.items()},
        **{
            name: getattr(rules, field)
            for name, field in _PLAIN.items()
            if getattr(rules, field) != getattr(DEFAULT, field)
        },
        "sender": _members(_SENDER, rules.sender) if rules.sender is not None else {},
        "templates": [
            {"origin": origin, "locale": locale, **_members(_TEMPLATE, template)}
            for (origin, locale), template in rules.templates.items()
        ],
        "people": [_members(_PERSON, person) for person in rules.people],
    }
    return {name: value for name, value in shown.items() if value not in ({}, [])}


def _members(table: Mapping[str, str], value: Any) -> dict[str, str]:
    # What has no default is written although it is empty: it must be there when the document comes back.
    defaults: Mapping[str, Any] = value._field_defaults
    shown = {name: (field, getattr(value, field)) for name, field in table.items()}
    return {name: text for name, (field, text) in shown.items() if text or defaults.get(field) != ""}


def read_sign_in(before: SignIn, given: Mapping[str, Any]) -> SignIn:
    """Return rules with what JSON that follows the schema gives. Raises ValueError for a value that cannot be used."""
    values: dict[str, Any] = {field: given[name] for name, field in _PLAIN.items() if name in given}
    if "mockNumbers" in given:
        values["mock_numbers"] = given["mockNumbers"]
    values |= {field: frozenset(given[name]) for name, field in _SETS.items() if name in given}
    if "sender" in given:
        values["sender"] = Sender(**_fields(_SENDER, given["sender"]))
    if "templates" in given:
        values["templates"] = {
            (row["origin"], row["locale"]): Template(**_fields(_TEMPLATE, row)) for row in given["templates"]
        }
    if "people" in given:
        values["people"] = tuple(_person(row) for row in given["people"])
    return changed(before, values)


def _person(row: Mapping[str, str]) -> Person:
    return Person(row["email"], row.get("name", ""), row.get("provider", ""), row.get("uid", ""))


def _fields(table: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {table[name]: value for name, value in given.items() if name in table}
