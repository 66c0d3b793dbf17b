"""JSON Schemas of the control API's bodies and answers: bodies are checked with them, the OpenAPI document holds them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..faults.fields import FIELDS as FAULT_FIELDS
from ..outbox.fields import FIELDS, DeliveryField
from ..records import CHANNELS
from ..seed.sign_in import SIGN_IN
from ..state.journal import SOURCES
from ..validators.texts import UID
from .models import ROW_FIELDS

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_YES_NO = {"type": "boolean"}
_COUNT = {"type": "integer", "minimum": 0}
_TIME = {"type": "string", "format": "date-time"}
_AMOUNT = {"type": "number", "minimum": 0}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _object(
    required: Mapping[str, Any] | None = None, optional: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An object with members that are always there and members that may be."""
    shown: dict[str, Any] = {"type": "object", "properties": {**(required or {}), **(optional or {})}, **more}
    if required:
        shown["required"] = list(required)
    return shown


def _body(optional: Mapping[str, Any] | None = None, required: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An object that is sent: members that nobody knows are refused."""
    return _object(required, optional, additionalProperties=False)


def _fields(fields: Iterable[DeliveryField]) -> dict[str, Any]:
    """The schemas of fields of a delivery, with their descriptions."""
    return {field.wire: {**field.schema, **_described(field)} for field in fields}


def _described(field: DeliveryField) -> dict[str, str]:
    return {"description": field.description} if field.description else {}


_ROW = {field.wire: field.schema for field in ROW_FIELDS} | _fields(
    field for field in ROW_FIELDS if field.name == "number"
)
_CLOCK = {"now": _TIME, "frozen": _YES_NO}
_PROJECT = {
    "id": _TEXT,
    "name": _TEXT,
    "default": {**_YES_NO, "description": "Whether calls that name no project mean it"},
    "key": {**_MAYBE, "description": "Secret of the first key"},
    "keys": _list(_object({"name": _TEXT, "secret": _TEXT, "scopes": _list(_TEXT)})),
    "strictAuth": _YES_NO,
    "appwriteVersion": _TEXT,
    "exact": _YES_NO,
    "delivery": _TEXT,
    "counts": {"type": "object", "additionalProperties": _COUNT},
}
_CALL = {
    "id": _TEXT,
    "time": _TIME,
    "method": _TEXT,
    "path": _TEXT,
    "query": _TEXT,
    "status": {"type": "integer"},
    "type": {**_MAYBE, "description": "Error type of a refusal"},
    "route": _MAYBE,
    "caller": _TEXT,
    "messageId": _MAYBE,
    "deliveryIds": _list(_TEXT),
    "unknownParams": _list(_TEXT),
    "fault": {**_MAYBE, "description": "Name of the fault rule or canned answer that struck"},
    "source": {"enum": list(SOURCES), "description": "Who answered"},
    "note": {**_MAYBE, "description": "What a person should know of the answer"},
    "bug": {**_MAYBE, "description": "Traceback, when mockwrite itself broke"},
}
_UNSENT = _object(
    {
        "messageId": _TEXT,
        "channel": {"enum": ["email", "sms", "push"]},
        "status": {**_TEXT, "description": "The message's status in Appwrite"},
        "state": {
            "enum": ["failed", "draft", "scheduled", "waiting", "broken"],
            "description": "failed: before anything was handed to a provider; broken: the worker crashed (exact mode)",
        },
        "title": _TEXT,
        "time": {**_TIME, "description": "When the message changed last"},
        "at": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When it is sent, where that is known",
        },
        "reason": _TEXT,
    }
)

_PERSON = {"person": {**_MAYBE, "description": "Name of the user it goes to"}}
_CANDIDATE = _object(
    {
        "outcome": {"enum": ["sent", "failed", "waiting", "left out"]},
        "cause": {**_TEXT, "description": "Name of the reason"},
        "reason": _TEXT,
        "way": {**_TEXT, "description": "How the message came to this candidate: topic, user, target, cc, bcc"},
        "name": _MAYBE,
        "address": _MAYBE,
        "userId": _MAYBE,
        "targetId": _MAYBE,
        "topicId": _MAYBE,
        "deliveryIds": _list(_TEXT),
    }
)
_SNAPSHOT = {
    "id": _TEXT,
    "projectId": _TEXT,
    "time": _TIME,
    "counts": {"type": "object", "additionalProperties": _COUNT},
}
_FAULT_FIELDS = {
    item.name: {"description": f"{item.meaning} ({item.kind.expected})"}
    for item in FAULT_FIELDS
    if item.name != "function"
}
_ANSWER_FIELDS = {
    item.name: _FAULT_FIELDS[item.name] for item in FAULT_FIELDS if item.of_answers and item.name != "function"
}
_FAULT_COUNTS = {
    "enabled": _YES_NO,
    "seen": {**_COUNT, "description": "How many calls or deliveries it was about"},
    "matched": {**_COUNT, "description": "How often it struck"},
    "description": _TEXT,
}

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "Delivery": _object(
        _fields(field for field in FIELDS if field.channels == CHANNELS),
        {
            **_fields(field for field in FIELDS if field.channels != CHANNELS),
            **_PERSON,
            "forwarded": {
                "type": "object",
                "additionalProperties": _TEXT,
                "description": "What became of handing it on, by relay and webhook: sent, or the problem",
            },
        },
    ),
    "DeliveryRow": _object(
        {**_ROW, "subject": _MAYBE, "title": _MAYBE, "preview": _TEXT, "attachments": _COUNT}, _PERSON
    ),
    "RelayTo": _body({"to": {**_TEXT, "description": "Address of the server, such as smtp://localhost:1025"}}),
    "Relayed": _object({"to": _TEXT, "delivery": _TEXT}),
    "DeliveryPage": _object(
        {
            "total": {**_COUNT, "description": "How many match, on all pages"},
            "deliveries": _list({"anyOf": [_ref("Delivery"), _ref("DeliveryRow")]}),
            "next": {"type": ["integer", "null"], "description": "The cursor of the next page; null on the last"},
            "messages": {**_list(_ref("UnsentMessage")), "description": "The latest messages that nobody has got"},
            "project": {**_TEXT, "description": "The project that is shown"},
            "others": {
                **_list(_object({"id": _TEXT, "deliveries": _COUNT})),
                "description": "Other projects that have deliveries",
            },
            "dropped": {**_COUNT, "description": "Older deliveries that were let go (--keep)"},
        }
    ),
    "UnsentMessage": _UNSENT,
    "Unsent": _object(
        {
            "total": _COUNT,
            "states": {"type": "object", "additionalProperties": _COUNT, "description": "How many are in each state"},
            "messages": _list(_ref("UnsentMessage")),
        }
    ),
    "Found": _object({"total": _COUNT, "deliveries": _list(_ref("Delivery"))}),
    "Deleted": _object({"deleted": _COUNT}),
    "Wire": _object(
        {
            "recipients": {**_COUNT, "description": "How many were in the batch"},
            "requests": _list(
                _object(
                    {"method": _TEXT, "url": _TEXT, "headers": {"type": "object"}, "body": _TEXT},
                    {"recipients": _list(_TEXT), "note": _TEXT},
                )
            ),
        }
    ),
    "Call": _object(_CALL, {"request": _object({"body": _TEXT}), "answer": _object({"body": _TEXT})}),
    "CallPage": _object({"total": _COUNT, "calls": _list(_object(_CALL)), "first": _MAYBE}),
    "Project": _object(_PROJECT),
    "ProjectList": _object({"total": _COUNT, "projects": _list(_ref("Project")), "current": _TEXT}),
    "NewProject": _body(
        {
            "id": {
                "type": "string",
                "pattern": f"^{UID}$",
                "title": "an id: up to 36 letters, digits, dots, dashes and underscores, the first a letter or digit",
                "description": "Made up when left out",
            },
            "name": _TEXT,
            "key": {"type": "string", "minLength": 1, "description": "Secret of the API key; made up when left out"},
            "scopes": {**_list(_TEXT), "description": "Scopes of the key; all when left out"},
            "delivery": {**_TEXT, "description": "instant, manual or after:SECONDS"},
            "appwriteVersion": _TEXT,
            "exact": _YES_NO,
            "strictAuth": _YES_NO,
            "rateLimits": _YES_NO,
            "providerLimits": _YES_NO,
            "accountMails": {**_YES_NO, "description": "Let the outbox count what accounts send"},
            "providers": {**_YES_NO, "description": "Begin with one enabled provider for e-mail, SMS and push"},
            "randomSeed": {"type": "integer"},
            "frozenTime": _TIME,
        }
    ),
    "Clock": _object(_CLOCK),
    "ClockMoved": _object({**_CLOCK, "delivered": _list(_ref("Delivery"))}),
    "Freeze": _body({"at": {**_TIME, "description": "Now when left out"}}),
    "Travel": _body(required={"to": _TIME}),
    "Advance": _body({unit: _AMOUNT for unit in ("days", "hours", "minutes", "seconds", "milliseconds")}),
    "Nothing": _body(),
    "SignIn": SIGN_IN,
    "Deliver": _body({"messageId": {**_TEXT, "description": "All that wait when left out"}}),
    "Delivered": _object({"delivered": _list(_ref("Delivery"))}),
    "Scheduled": _object(
        {
            "total": _COUNT,
            "scheduled": _list(_ref("UnsentMessage")),
            "undelivered": {
                **_list(_ref("UnsentMessage")),
                "description": "The latest messages that failed before anything was handed to a provider",
            },
        }
    ),
    "Explanation": _object(
        {
            "messageId": _TEXT,
            "status": _TEXT,
            "person": _MAYBE,
            "summary": _TEXT,
            "total": {**_COUNT, "description": "All candidates, also those beyond the limit"},
            "counts": {"type": "object", "additionalProperties": _COUNT, "description": "Candidates by outcome"},
            "candidates": _list(_CANDIDATE),
            "text": {**_TEXT, "description": "All of it as a text for people"},
        }
    ),
    "FaultRule": _object(
        {"id": _TEXT, "name": _TEXT, "on": {"enum": ["call", "delivery"]}, **_FAULT_COUNTS}, _FAULT_FIELDS
    ),
    "NewFaultRule": {
        **_object(None, {"on": {"enum": ["call", "delivery"]}, **_FAULT_FIELDS}),
        "description": "On calls: method, path, effect and its details. On deliveries: channel, provider, to … and a failure.",
    },
    "NewAnswer": {
        **_object({name: _ANSWER_FIELDS.pop(name) for name in ("method", "path")}, _ANSWER_FIELDS),
        "description": "The calls it answers, the body as json or text, and how long it lives",
    },
    "AnswerList": _object({"total": _COUNT, "answers": _list(_ref("FaultRule"))}),
    "FaultSwitch": _body(required={"enabled": _YES_NO}),
    "FaultList": _object(
        {
            "total": _COUNT,
            "faults": _list(_ref("FaultRule")),
            "failures": {
                **_list(_object({"name": _TEXT, "meaning": _TEXT, "channels": _list(_TEXT)})),
                "description": "What a rule on deliveries can order, by name",
            },
        }
    ),
    "NewSnapshot": _body(
        {
            "id": {
                "type": "string",
                "pattern": "^[A-Za-z0-9._-]{1,60}$",
                "title": "up to 60 letters, digits, dots, dashes and underscores",
                "description": "s1, s2 … when left out",
            }
        }
    ),
    "Snapshot": _object(_SNAPSHOT),
    "SnapshotList": _object({"total": _COUNT, "snapshots": _list(_ref("Snapshot"))}),
    "Seed": {"type": "object", "description": "A seed document; docs/seed.md describes it"},
    "Lines": {"type": "object", "description": "Deliveries and calls as in a recording, and how things stand"},
    "AttachedCall": _body({"args": {"type": "array"}, "values": {"type": "object"}}),
    "AttachedResult": _object({"value": {}}),
    "Health": _object(
        {"status": _TEXT, "version": _TEXT}, {"appwriteVersion": _TEXT, "project": _TEXT, "projects": _COUNT}
    ),
    "Problem": _object({"title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}),
    "UnmetProblem": _object(
        {
            "title": _TEXT,
            "status": {"enum": [408, 409]},
            "detail": _TEXT,
            "found": _COUNT,
            "nearest": _list(_object({"delivery": _ref("DeliveryRow"), "differences": _list(_TEXT)})),
            "scheduled": _list(_ref("UnsentMessage")),
            "situation": {**_list(_TEXT), "description": "Messages without a delivery, and why"},
            "refused": {**_list(_TEXT), "description": "API calls that were refused"},
        }
    ),
    "Document": {"type": "object", "description": "An OpenAPI 3.1 document"},
}
