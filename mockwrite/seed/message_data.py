"""The data of a message written by hand: what each type can hold (contract: messages.md, data per type)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .checking import SeedError, unknown_name


class DataShape(NamedTuple):
    """What a member is expected to be, in words, and whether a value is that."""

    expected: str
    fits: Callable[[Any], bool]


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _names_file(value: Any, *more: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in ("bucketId", "fileId", *more))


def _are_files(value: Any) -> bool:
    # The server stores null too (messages.md).
    return value is None or (isinstance(value, list) and all(map(_names_file, value)))


_TEXT = DataShape("a text", lambda value: isinstance(value, str))
_TEXTS = DataShape("a list of texts", _is_texts)
_YES_NO = DataShape("true or false", lambda value: isinstance(value, bool))
_SHAPES: Mapping[str, Mapping[str, DataShape]] = {
    "email": {
        **dict.fromkeys(("subject", "content", "replyToEmail", "replyToName"), _TEXT),
        "html": _YES_NO,
        **dict.fromkeys(("cc", "bcc"), _TEXTS),
        "attachments": DataShape('a list of objects with "bucketId" and "fileId"', _are_files),
    },
    "sms": {"content": _TEXT},
    "push": {
        **dict.fromkeys(("title", "body", "action", "icon", "sound", "color", "tag", "priority", "channelId"), _TEXT),
        "data": DataShape("an object", lambda value: isinstance(value, (dict, list))),
        "image": DataShape('an object with "bucketId", "fileId" and "url"', lambda value: _names_file(value, "url")),
        # Up to 1.6.1 a text.
        "badge": DataShape(
            "a whole number", lambda value: isinstance(value, (int, str)) and not isinstance(value, bool)
        ),
        **dict.fromkeys(("contentAvailable", "critical"), _YES_NO),
    },
}


# An update by the path of another type leaves what only that type has (messages.md).
_OF_ANY_TYPE = {name: shape for shapes in _SHAPES.values() for name, shape in shapes.items()}


def check_data(type: str | None, data: Mapping[str, Any], where: str) -> None:
    """Raise SeedError when a message of a type, or of any (None), cannot hold this data; `where` is its place in the seed."""
    shapes = _OF_ANY_TYPE if type is None else _SHAPES[type]
    for name, value in data.items():
        shape = shapes.get(name)
        if shape is None:
            raise SeedError(unknown_name(f"{where}.{name}", name, list(shapes)))
        if not shape.fits(value):
            raise SeedError(f"{where}.{name} is expected to be {shape.expected}, got {value!r}")
