"""What `orjson` does, with the standard library: for Pythons that it has no wheel for.

tests/php/test_json.py compares both, value by value and byte by byte.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
# More digits are no 64 bits; `int` would refuse a text of thousands of them.
_MOST_DIGITS = 20
# An escape in a valid text, and as group 1 half a surrogate pair whose other half does not follow.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
# How deep `orjson` reads; the standard library does that too on Pythons whose stack is short, and reads on where it is long.
_DEEPEST = 1024
# A string, whose brackets open nothing, or (group 1) a bracket that opens or closes a list or map.
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|([\[{\]}])', re.DOTALL)
# A string, which stays as it is, or (group 1) a number that `json` writes in other words.
_NUMBER = re.compile(rb'"(?:[^"\\]|\\.)*"|(-?[0-9.]+e-[0-9]+|-?Infinity|NaN)', re.DOTALL)


def read(text: str | bytes) -> Any:
    """Read a JSON text. Raises ValueError for what PHP does not read either, and for what is nested too deeply."""
    if isinstance(text, bytes):
        text = text.decode()
    else:
        text.encode()
    if _is_too_deep(text):
        raise ValueError("nested too deeply")
    try:
        value = json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if "\\u" in text and any(match[1] for match in _ESCAPE.finditer(text)):
        raise ValueError("half a surrogate pair")
    return value


def _is_too_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(text):
        if bracket[1]:
            depth += 1 if bracket[1] in "[{" else -1
            if depth > _DEEPEST:
                return True
    return False


def _integer(digits: str) -> int | float:
    if len(digits) <= _MOST_DIGITS and _SMALLEST <= (value := int(digits)) <= _LARGEST:
        return value
    return _float(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), -float("inf")):
        raise ValueError("a number out of range")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def write(value: Any) -> bytes:
    """Write compact JSON, non-ASCII as it is; half a surrogate pair as the three bytes that it would be."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if b"e-" in text or b"N" in text or b"Infinity" in text:
        text = _NUMBER.sub(_rewritten, text)
    return text


def _rewritten(match: re.Match[bytes]) -> bytes:
    """Write a number that is none as null, the exponent -5 as zeros, and other exponents without a leading zero."""
    number = match[1]
    if number is None:
        return match[0]
    digits, exponent, power = number.partition(b"e-")
    if not exponent:
        return b"null"
    if power != b"05":
        return digits + exponent + power.lstrip(b"0")
    sign, plain = (b"-", digits[1:]) if digits.startswith(b"-") else (b"", digits)
    return sign + b"0.0000" + plain.replace(b".", b"")
