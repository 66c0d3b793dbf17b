"""Ids, texts, addresses, numbers of phones, and words of a list."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .base import Context, Rejected

# An id, as it can stand in a JSON Schema too.
UID = "[A-Za-z0-9][A-Za-z0-9._-]{0,35}"
UID_PATTERN = re.compile(rf"{UID}\Z")
_UID_REASON = "an id has 1 to 36 characters out of a-z, A-Z, 0-9, period, hyphen and underscore, and starts with none of the last three"
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}\Z")
_EMAIL = re.compile(
    r"(?=.{1,254}\Z)(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    # The last part of a host name begins with a letter: what looks like an IP address is none.
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z"
)
_HOST_NUMBER = re.compile(r"\[\d{1,3}(?:\.\d{1,3}){3}\]\Z", re.ASCII)


def is_uid(value: object) -> bool:
    """Tell whether a value is a well-formed id."""
    return isinstance(value, str) and UID_PATTERN.match(value) is not None


def is_email(value: object, *, newer: bool = False) -> bool:
    """Tell whether a value is an e-mail address by the rules of http.md §5 (recorded list there).

    `newer`: by the library that came with 1.9.5, which overlooks spaces around an address, takes the number of a host in brackets
    and takes the name "0" for none (corrections.md, 16 and 17).
    """
    if not isinstance(value, str):
        return False
    if newer:
        value = value.strip(" ")
        name, _, host = value.partition("@")
        if name == "0":
            return False
        if _HOST_NUMBER.match(host):
            value = f"{name}@example.com"
    return _EMAIL.match(value) is not None


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


class CustomId:
    """An id chosen by the caller, or `unique()`."""

    def check(self, value: Any, context: Context) -> Any:
        if value == "unique()" or (isinstance(value, str) and UID_PATTERN.match(value)):
            return value
        if value is True:
            return "1"  # JSON true passes and acts as the id "1" (recorded)
        raise Rejected(f"{_UID_REASON}, or it is unique()")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^(unique\(\)|{UID})$"}


class Uid:
    """The id of something that exists; `values` are words allowed beside ids, such as `current`."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and UID_PATTERN.match(value):
            return value
        raise Rejected(_UID_REASON)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{UID}$"}


class CompoundUid:
    """`bucketId:fileId`; parts after the second are accepted and ignored, as the server does."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str):
            parts = value.split(":")
            if len(parts) >= 2 and all(UID_PATTERN.match(part) for part in parts):
                return value
        raise Rejected("two ids joined by a colon are expected: bucketId:fileId")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{UID}(:{UID})+$"}


class Text(NamedTuple):
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


class Password(NamedTuple):
    """A password of 8 to 256 bytes: the server counts no characters (corrections.md, 12)."""

    or_empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        size = len(value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else -1
        if 8 <= size <= 256 or (self.or_empty and size == 0):
            return value
        raise Rejected("a password of at least 8 and at most 256 bytes is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "password", "minLength": 0 if self.or_empty else 2, "maxLength": 256}


class WhiteList(NamedTuple):
    """One of the listed words in any letter case (`strict`: in this one); the value is kept as it was sent.

    `breaking` are words that pass this check and then break the server.
    """

    values: tuple[str, ...]
    strict: bool = False
    breaking: tuple[str, ...] = ()

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and (value if self.strict else value.lower()) in self.values:
            return value
        raise Rejected(f"one of these is expected: {', '.join(self.values)}")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [value for value in self.values if value not in self.breaking]}


class Email(NamedTuple):
    """An e-mail address; `empty` also takes an empty text (which clears a value)."""

    empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if is_email(value, newer=context.rules.newer_email_library) or (self.empty and value == ""):
            return value
        raise Rejected("an e-mail address is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email"}


class Phone(NamedTuple):
    """A phone number with + and calling code; `empty` also takes an empty text (which clears a value)."""

    empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if (self.empty and value == "") or is_phone(value, parsed=context.rules.phone_is_parsed):
            return value
        raise Rejected("a phone number is expected: a + and 7 to 15 digits, the first of them not 0")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9]\d{6,14}$"}
