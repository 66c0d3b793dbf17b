"""What a valid id, text, phone, date, role … is (contract: http.md §5). Pure: no state, no request.

Each validator has `check(value, context)`, which returns the value to use (often the same, sometimes converted) or raises
`Rejected` with the reason, and `schema()`, the JSON Schema of what it accepts, for the OpenAPI document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from json import loads
from typing import Any, NamedTuple, Protocol

from . import dates
from .queries import ListKind, QueryInvalid
from .queries import parse as parse_queries
from .version import Rules


class Rejected(Exception):
    """A value that a validator refuses; `reason` completes "Invalid `x` param: "."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Context(NamedTuple):
    """What a check may depend on besides the value: project time (ms), the release's rules, and the exact mode."""

    now: int
    rules: Rules
    exact: bool = False


class Validator(Protocol):
    """The shape of a validator."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the value to use, or raise Rejected."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""


_UID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,35}\Z")
_UID_REASON = (
    "an id has 1 to 36 characters out of a-z, A-Z, 0-9, period, hyphen and underscore, and starts with none of the last three"
)
_PHONE = re.compile(r"\+[1-9]\d{6,14}\Z")
_EMAIL = re.compile(
    r"(?=.{1,254}\Z)(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z"
)
_LABEL = re.compile(r"[A-Za-z0-9]+\Z")
_ROLE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\Z")


def is_uid(value: object) -> bool:
    """Tell whether a value is a well-formed id."""
    return isinstance(value, str) and _UID.match(value) is not None


def is_email(value: object) -> bool:
    """Tell whether a value is an e-mail address by the rules of http.md §5 (recorded list there)."""
    return isinstance(value, str) and _EMAIL.match(value) is not None


def is_phone(value: object, *, parsed: bool = True) -> bool:
    """Tell whether a value is a phone number: the pattern and, with `parsed`, a calling code that exists."""
    if not isinstance(value, str) or _PHONE.match(value) is None:
        return False
    if not parsed:
        return True
    import phonenumbers  # heavy: only when a phone number is checked

    try:
        phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return False
    return True


@dataclass(frozen=True, slots=True)
class CustomId:
    """An id chosen by the caller, or `unique()`."""

    def check(self, value: Any, context: Context) -> Any:
        if value == "unique()" or (isinstance(value, str) and _UID.match(value)):
            return value
        if value is True:
            return "1"  # JSON true passes and acts as the id "1" (recorded)
        raise Rejected(f"{_UID_REASON}, or it is unique()")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(unique\(\)|[A-Za-z0-9][A-Za-z0-9._-]{0,35})$"}


@dataclass(frozen=True, slots=True)
class Uid:
    """The id of something that exists; `values` are words allowed beside ids, such as `current`."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and _UID.match(value):
            return value
        raise Rejected(_UID_REASON)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$"}


@dataclass(frozen=True, slots=True)
class CompoundUid:
    """`bucketId:fileId`; parts after the second are accepted and ignored, as the server does."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str):
            parts = value.split(":")
            if len(parts) >= 2 and all(_UID.match(part) for part in parts):
                return value
        raise Rejected("two ids joined by a colon are expected: bucketId:fileId")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}(:[A-Za-z0-9][A-Za-z0-9._-]{0,35})+$"}


@dataclass(frozen=True, slots=True)
class Text:
    """A string of `min` to `max` characters; a `max` of 0 means no upper limit."""

    max: int = 0
    min: int = 1
    or_empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and len(value) >= self.min and (not self.max or len(value) <= self.max):
            return value
        if self.or_empty and value == "":
            return value
        upper = f"at most {self.max}" if self.max else "any number of"
        raise Rejected(f"a string of at least {self.min} and {upper} characters is expected")

    def schema(self) -> dict[str, Any]:
        limit = {"maxLength": self.max} if self.max else {}
        return {"type": "string", "minLength": self.min, **limit}


@dataclass(frozen=True, slots=True)
class Boolean:
    """A JSON boolean; `loose` also takes 1, 0 and the words, with the server's odd reading of them."""

    loose: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if value is True or value is False:
            return value
        if self.loose and (value in ("true", "false", "1", "0") or (type(value) is int and value in (0, 1))):
            if value == "false":
                # The text "false" is a non-empty text, which 1.8.1 and 1.9.5 on take as true (queries.md §7).
                return context.exact and not context.rules.total_false_text_is_false
            return value in ("true", "1", 1)
        raise Rejected("a boolean is expected: true or false")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Integer:
    """A JSON integer; texts and floats are refused."""

    low: int = -(2**31)
    high: int = 2**31 - 1

    def check(self, value: Any, context: Context) -> Any:
        if type(value) is int and self.low <= value <= self.high:
            return value
        raise Rejected(f"an integer between {self.low} and {self.high} is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


_WHOLE = re.compile(r"[+-]?\d+\Z")


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number between two ends, as JSON integer or text; `floats` also takes 7.0 (typed SDKs send it)."""

    low: int
    high: int
    floats: bool = False

    def check(self, value: Any, context: Context) -> Any:
        number = value
        if isinstance(value, str) and _WHOLE.match(value):
            number = int(value)
        if self.floats and isinstance(value, float) and value.is_integer():
            number = int(value)
        if type(number) is int and self.low <= number <= self.high:
            return number
        raise Rejected(f"a whole number between {self.low} and {self.high} is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class WhiteList:
    """One of the listed words in any letter case (`strict`: in this one); the value is kept as it was sent."""

    values: tuple[str, ...]
    strict: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and (value if self.strict else value.lower()) in self.values:
            return value
        raise Rejected(f"one of these is expected: {', '.join(self.values)}")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class ArrayList:
    """A list whose elements all pass `inner`; `most` 0 means any number.

    A map passes too, as in PHP: `{}` counts as an empty list, a filled one breaks the server later (messages.md).
    """

    inner: Validator
    most: int = 0

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, dict):
            elements: Sequence[Any] = list(value.values())
        elif isinstance(value, list):
            elements = value
        else:
            raise Rejected("a list is expected")
        if self.most and len(elements) > self.most:
            raise Rejected(f"a list of at most {self.most} elements is expected")
        inner = self.inner
        checked = []
        for element in elements:
            try:
                checked.append(inner.check(element, context))
            except Rejected as error:
                raise Rejected(f"a list is expected in which {error.reason}") from None
        return dict(zip(value, checked, strict=True)) if value and isinstance(value, dict) else checked

    def schema(self) -> dict[str, Any]:
        limit = {"maxItems": self.most} if self.most else {}
        return {"type": "array", "items": self.inner.schema(), **limit}


@dataclass(frozen=True, slots=True)
class Moment:
    """A text that the server can read as a date, not earlier than now; the result is in milliseconds."""

    def check(self, value: Any, context: Context) -> Any:
        at = dates.parse(value, context.now) if isinstance(value, str) else None
        if at is None:
            raise Rejected("a date and time is expected, such as 2030-01-31T08:00:00.000+00:00")
        if at < context.now:
            raise Rejected("a date and time in the future is expected")
        return at

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address; `empty` also takes an empty text (which clears a value)."""

    empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if is_email(value) or (self.empty and value == ""):
            return value
        raise Rejected("an e-mail address is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email"}


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number with + and calling code; `empty` also takes an empty text (which clears a value)."""

    empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if (self.empty and value == "") or is_phone(value, parsed=context.rules.phone_is_parsed):
            return value
        raise Rejected("a phone number is expected: a + and 7 to 15 digits, the first of them not 0")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9]\d{6,14}$"}


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object; as up to 1.9.6 also a list, or a text that holds JSON (http.md §5)."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, (dict, list)):
            return value
        if isinstance(value, str):
            try:
                loads(value)
            except ValueError:
                pass
            else:
                return value
        raise Rejected("a JSON object is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


@dataclass(frozen=True, slots=True)
class Assoc:
    """A JSON object with named keys (preferences)."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, dict) or value == []:
            return value or {}
        raise Rejected("a JSON object is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


class RoleForm(NamedTuple):
    """What one role word may carry: an id after `:`, a dimension after `/`."""

    id: re.Pattern[str] | None = None
    dimension: re.Pattern[str] | None = None


_VERIFIED = re.compile(r"(?:verified|unverified)\Z")
ROLE_FORMS = {
    "any": RoleForm(),
    "guests": RoleForm(),
    "users": RoleForm(dimension=_VERIFIED),
    "user": RoleForm(id=_UID, dimension=_VERIFIED),
    "team": RoleForm(id=_UID, dimension=_ROLE_NAME),
    "member": RoleForm(id=_UID),
    "label": RoleForm(id=_LABEL),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role that may subscribe to a topic (auth.md §5)."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str):
            rest, slash, dimension = value.partition("/")
            word, colon, id = rest.partition(":")
            form = ROLE_FORMS.get(word)
            if (
                form is not None
                and (form.id.match(id) is not None if form.id else not colon)
                and (form.dimension is not None and form.dimension.match(dimension) is not None if slash else True)
            ):
                return value
        raise Rejected(f"a role is expected, one of any, guests, users, user:ID, team:ID, member:ID, label:NAME; not {value!r}")

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a user: 1 to 36 letters and digits."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and len(value) <= 36 and _LABEL.match(value):
            return value
        raise Rejected("1 to 36 letters and digits are expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z0-9]{1,36}$"}


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission such as `read("user:u1")`; `actions` are the words allowed before the role."""

    actions: tuple[str, ...] = ("read", "update", "delete", "write")

    def check(self, value: Any, context: Context) -> Any:
        match = re.fullmatch(r'(\w+)\("([^"]*)"\)', value) if isinstance(value, str) else None
        if match is not None and match[1] in self.actions:
            Role().check(match[2], context)
            return value
        raise Rejected(f'a permission is expected, such as read("any"); actions are {", ".join(self.actions)}')

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Queries:
    """The `queries` of a list, parsed (queries.md)."""

    kind: ListKind
    loose: bool = field(default=False)

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, dict):
            value = list(value.values())
        if not isinstance(value, list):
            raise Rejected("a list of query texts is expected: queries[0]=…&queries[1]=…")
        try:
            return parse_queries(value, self.kind, context.rules, now=context.now)
        except QueryInvalid as error:
            raise Rejected(error.reason) from None

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True, slots=True)
class Anything:
    """No check at all (parameters that the server reads but does not look at)."""

    def check(self, value: Any, context: Context) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {}
