"""The fields of a delivery: one row each, from which matching, search, golden files, JSON and JSON Schema derive.

A new field is a row here and an attribute of `Delivery` (and, for editors, a line of `Match`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json import dumps
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from ..moments import format_time
from ..names import wire_name
from ..records import CHANNELS, Outcome, ProviderKind, Role
from .delivery import Delivery
from .mail import MESSAGING, ORIGINS

Read = Callable[[Delivery], Any]
Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_YES_NO: Schema = {"type": "boolean"}
_MAYBE_YES_NO: Schema = {"type": ["boolean", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TIME: Schema = {"type": "string", "format": "date-time"}
_EMAIL, _SMS, _PUSH = ("email",), ("sms",), ("push",)


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _data_text(delivery: Delivery) -> str | None:
    return None if delivery.data is None else dumps(delivery.data, ensure_ascii=False)


def _file_names(delivery: Delivery) -> str:
    return " ".join(file.name for file in delivery.attachments)


# What JSON shows beside the fields is worked out by modules that nothing else needs.


def _plain_text(delivery: Delivery) -> str | None:
    from .plain_text import plain_text

    return plain_text(delivery.content or "") if delivery.html else delivery.content


def _headers(delivery: Delivery) -> list[list[str]]:
    from .eml import headers

    return [list(header) for header in headers(delivery)]


def _attachments(delivery: Delivery) -> list[dict[str, Any]]:
    from .eml import media_type

    return [
        {"index": index, "name": file.name, "type": media_type(file), "size": file.size}
        for index, file in enumerate(delivery.attachments)
    ]


def _segments(delivery: Delivery) -> dict[str, Any]:
    from .segments import segments

    found = segments(delivery.content or "")
    return {
        "count": len(found),
        "encoding": found.encoding,
        "characters": found.characters,
        "units": found.units,
        "capacity": found.capacity,
        "reason": found.reason,
        "texts": [{"text": part.text, "units": part.units} for part in found.parts],
    }


_SEGMENTS: Schema = _object(
    {
        "count": _COUNT,
        "encoding": {"enum": ["GSM-7", "UCS-2"]},
        "characters": _COUNT,
        "units": {**_COUNT, "description": "Septets (GSM-7) or 16-bit code units (UCS-2)"},
        "capacity": {**_COUNT, "description": "Units that fit into each segment"},
        "reason": {**_MAYBE, "description": "The characters that GSM-7 does not have"},
        "texts": _list(_object({"text": _TEXT, "units": _COUNT})),
    }
)


class DeliveryField(NamedTuple):
    """A field: its name in Python, what it is, its JSON Schema, and the channels that have it.

    `json` reads what JSON shows, where that is not the attribute. `match`: a test can name it (`where(to=…)`), and golden
    files hold it unless `golden` is off; `id_of` is the kind of record whose id it is. `filter`: a caller of the control
    API can ask for one value.

    `usual` is a value that golden files leave out.

    `search` is the word before the colon that finds it, in the text that `text` reads; fields with the same word are
    looked through together. `has` is the word that asks whether there is one. `word`: bare words are looked up in it.
    """

    name: str
    description: str
    schema: Schema = _MAYBE
    channels: tuple[str, ...] = CHANNELS
    json: Read | None = None
    match: bool = True
    golden: bool = True
    id_of: str | None = None
    usual: object = None
    filter: bool = True
    search: str | None = None
    text: Read | None = None
    has: str | None = None
    word: bool = False

    @property
    def wire(self) -> str:
        """The name in JSON."""
        return wire_name(self.name)

    @property
    def read(self) -> Read:
        """Read what JSON shows."""
        return self.json or attrgetter(self.name)


def _shown(name: str, description: str, schema: Schema, channels: tuple[str, ...], json: Read | None) -> DeliveryField:
    """A field that only JSON has."""
    return DeliveryField(name, description, schema, channels, json, match=False, golden=False, filter=False)


def _choice(*values: str) -> Schema:
    return {"enum": list(values)}


# fmt: off
FIELDS: tuple[DeliveryField, ...] = (
    DeliveryField("id", "Id of the delivery", _TEXT, golden=False, search="id", word=True),
    DeliveryField("project_id", "Project", _TEXT, golden=False, filter=False),
    DeliveryField(
        "message_id", "Message that caused it; none for what an account sent", id_of="message", search="message", word=True,
        json=lambda delivery: delivery.message_id or None,
    ),
    DeliveryField("channel", "Channel", _choice(*CHANNELS), search="channel", word=True),
    DeliveryField("origin", "What it came from: Messaging, or an account", _choice(*ORIGINS), usual=MESSAGING, search="origin", word=True),
    DeliveryField("role", "How the recipient was addressed", _choice(*get_args(Role)), search="role"),
    DeliveryField("to", "Address, number or device token", _TEXT, search="to", word=True),
    DeliveryField("target_id", "Target", id_of="target", search="target"),
    DeliveryField("user_id", "User", id_of="user", search="user", word=True),
    DeliveryField("topic_id", "Topic it came by", id_of="topic", search="topic", word=True),
    DeliveryField("provider_id", "Provider", _TEXT, id_of="provider", search="provider"),
    DeliveryField("provider", "Kind of provider, such as twilio", _choice(*get_args(ProviderKind)), search="provider", word=True),
    DeliveryField("status", "Outcome", _choice(*get_args(Outcome)), filter=False, search="status"),
    DeliveryField("error", "Why it failed", search="error", has="error", word=True),
    DeliveryField("fault", "Fault rule that decided the outcome", match=False, golden=False),
    DeliveryField("subject", "Subject", channels=_EMAIL, search="subject", word=True),
    DeliveryField("content", "Text or HTML", channels=(*_EMAIL, *_SMS), search="content", word=True),
    DeliveryField("html", "Whether the content is HTML", _YES_NO, _EMAIL, has="html"),
    DeliveryField("from_", "Sender", channels=(*_EMAIL, *_SMS), search="from", word=True),
    DeliveryField("reply_to", "Address to reply to", channels=_EMAIL, search="reply-to"),
    DeliveryField("title", "Title", channels=_PUSH, search="title", word=True),
    DeliveryField("body", "Text", channels=_PUSH, search="content", word=True),
    DeliveryField("data", "Data for the app", {}, _PUSH, filter=False, search="data", text=_data_text, has="data"),
    DeliveryField("action", "What a tap does", channels=_PUSH, search="action", has="action"),
    DeliveryField("image", "URL of the image", channels=_PUSH, has="image"),
    DeliveryField("icon", "Icon", channels=_PUSH),
    DeliveryField("sound", "Sound", channels=_PUSH),
    DeliveryField("color", "Colour", channels=_PUSH),
    DeliveryField("tag", "Tag that groups notifications", channels=_PUSH, search="tag"),
    DeliveryField("badge", "Number on the app's icon", {"type": ["integer", "null"]}, _PUSH, has="badge"),
    DeliveryField(
        "content_available", "Wakes the app in the background", _MAYBE_YES_NO, _PUSH,
        json=attrgetter("payload.content_available"), match=False, golden=False,
    ),
    DeliveryField(
        "critical", "Sounds although the phone is muted", _MAYBE_YES_NO, _PUSH,
        json=attrgetter("payload.critical"), match=False, golden=False,
    ),
    DeliveryField("priority", "high or normal", channels=_PUSH),
    DeliveryField("secret", "Account mail: the secret in the link, or the code", golden=False),
    DeliveryField(
        "expires", "Account mail: until when the secret is good", {**_TIME, "type": ["string", "null"]}, golden=False, filter=False,
        json=lambda delivery: None if delivery.mail is None or delivery.mail.expires is None else format_time(delivery.mail.expires),
    ),
    _shown("number", "Place in the outbox; the cursor of lists", _COUNT, CHANNELS, None),
    DeliveryField(
        "time", "", _TIME, json=lambda delivery: format_time(delivery.at), golden=False, filter=False,
    ),
    DeliveryField(
        "attempts", "Times of the tries, if more than one", _list(_TIME), match=False, golden=False, filter=False,
        json=lambda delivery: [format_time(at) for at in delivery.attempts], has="retries",
    ),
    DeliveryField(
        "links", "URLs that a reader can follow", _list(_TEXT), json=lambda delivery: list(delivery.links),
        golden=False, filter=False,
    ),
    DeliveryField(
        "codes", "What looks like a one-time code, most likely first", _list(_TEXT), golden=False, filter=False,
    ),
    _shown("text", "E-mail: the content as plain text", _TEXT, _EMAIL, _plain_text),
    _shown("headers", "", _list({"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}), _EMAIL, _headers),
    DeliveryField(
        "attachments", "", _list(_object({"index": _COUNT, "name": _TEXT, "type": _TEXT, "size": _COUNT})), _EMAIL,
        json=_attachments, filter=False, search="attachment", text=_file_names, has="attachment",
    ),
    _shown("warnings", "What goes better here than in production", _list(_TEXT), _EMAIL, None),
    _shown("segments", "", _SEGMENTS, _SMS, _segments),
)
# fmt: on
# What the fields of closed sets can be.
CHOICES: Mapping[str, Sequence[str]] = {field.name: field.schema["enum"] for field in FIELDS if "enum" in field.schema}
MATCHED = tuple(field.name for field in FIELDS if field.match)
