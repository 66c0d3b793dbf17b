"""Python values as JSON and back, for a project on a server in another process (`remote.py`). Records travel whole."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from .. import records
from ..delivery.explanation import Explanation
from ..faults.rule import Rule
from ..outbox.delivery import Delivery
from ..records import Key, Record, field_names

_KINDS: Mapping[str, Any] = {
    kind.__name__: kind
    for kind in vars(records).values()
    if isinstance(kind, type) and (kind is Key or issubclass(kind, Record))
}


def encode(value: Any) -> Any:
    """Write a value as JSON; what JSON does not have becomes an object with one member whose name begins with `$`."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    for kind, (tag, write) in _WRITTEN.items():
        if isinstance(value, kind):
            return {tag: write(value)}
    if isinstance(value, Mapping):
        return {"$map": [[encode(name), encode(item)] for name, item in value.items()]}
    if isinstance(value, Iterable):
        return [encode(item) for item in value]
    raise TypeError(f"a {type(value).__name__} cannot be sent to a server in another process: {value!r}")


def _record(value: Any) -> list[Any]:
    kind: Any = type(value)
    return [kind.__name__, {name: encode(getattr(value, name)) for name in field_names(kind)}]


_WRITTEN: Mapping[type, tuple[str, Callable[[Any], Any]]] = {
    Record: ("$record", _record),
    Key: ("$record", _record),
    datetime: ("$time", datetime.isoformat),
    bytes: ("$bytes", lambda value: base64.b64encode(value).decode()),
    set: ("$set", lambda value: sorted(map(encode, value))),
    frozenset: ("$frozenset", lambda value: sorted(map(encode, value))),
    Delivery: ("$delivery", lambda value: value.id),
    Rule: ("$rule", lambda value: value.as_dict()),
    Explanation: ("$explanation", lambda value: value.as_dict()),
}


def decode(value: Any, more: Mapping[str, Callable[[Any], Any]] | None = None) -> Any:
    """Read what `encode` wrote. `more` reads the kinds of values of which only a reference is sent, by their mark."""
    if isinstance(value, list):
        return [decode(item, more) for item in value]
    if not isinstance(value, dict):
        return value
    ((tag, content),) = value.items()
    if tag == "$map":
        return {decode(name, more): decode(item, more) for name, item in content}
    if tag == "$record":
        kind, fields = content
        return _KINDS[kind](**{name: decode(item, more) for name, item in fields.items()})
    read = {**_READ, **(more or {})}[tag]
    return read(content)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "$time": datetime.fromisoformat,
    "$bytes": base64.b64decode,
    "$set": set,
    "$frozenset": frozenset,
    "$explanation": Explanation.from_dict,
}
