"""Ids, texts, addresses, numbers of phones, and words of a list."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from .base import Context, Rejected

# An id, as it can stand in a JSON Schema too.
UID = "[A-Za-z0-9][A-Za-z0-9._-]{0,35}"
UID_PATTERN = re.compile(rf"{UID}\Z")
_UID_REASON = "an id has 1 to 36 characters out of a-z, A-Z, 0-9, period, hyphen and underscore, and starts with none of the last three"
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}\Z")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_QUOTED = r'"(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f]|\\[\x00-\x7f])*"'
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
# The last part of a host name begins with a letter: what looks like an IP address is none, it stands in brackets.
_HOST = (
    r"(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    rf"|\[{_BYTE}(?:\.{_BYTE}){{3}}\]|\[(?i:IPv6):(?P<six>[0-9A-Fa-f:.]+)\])\Z"
)
_EMAIL = re.compile(rf"(?P<name>{_ATOM}(?:\.{_ATOM})*)@{_HOST}")
_ESCAPES = re.compile(r'\\(.)|"', re.DOTALL)
_LONGEST_NAME, _LONGEST_ADDRESS = 64, 254


@cache
def _email_with_quotes() -> re.Pattern[str]:
    # As PHP's filter takes them: parts of the name may be in quotes. Nobody writes one, so it is made when it comes.
    return re.compile(rf"(?P<name>(?:{_ATOM}|{_QUOTED})(?:\.(?:{_ATOM}|{_QUOTED}))*)@{_HOST}")


def is_uid(value: object) -> bool:
    """Tell whether a value is a well-formed id."""
    return isinstance(value, str) and UID_PATTERN.match(value) is not None


def is_email(value: object, *, newer: bool = False) -> bool:
    """Tell whether a value is an e-mail address by the rules of http.md §5 (recorded list there): those of PHP's filter.

    `newer`: by the library that came with 1.9.5, which overlooks spaces around an address and takes the name "0" for none
    (corrections.md, 16 and 17).
    """
    if not isinstance(value, str):
        return False
    if newer:
        value = value.strip(" ")
    found = (_email_with_quotes() if '"' in value and not newer else _EMAIL).match(value)
    if found is None or (newer and found["name"] == "0"):
        return False
    if _is_longer(found["name"], _LONGEST_NAME) or _is_longer(value, _LONGEST_ADDRESS):
        return False
    return found["six"] is None or _is_ipv6(found["six"])


def _is_longer(text: str, most: int) -> bool:
    """Tell whether a part of an address is too long: quotes are not counted, and what is escaped counts once."""
    return len(text) > most and len(_ESCAPES.sub(r"\1", text)) > most


def _is_ipv6(text: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address  # nobody writes one

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


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


class EmailAddress(NamedTuple):
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
