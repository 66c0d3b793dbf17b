"""JSON with and without `orjson`: the same values are read, the same texts refused, the same bytes written."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockwrite.php import json, standard_json

FLOATS = (
    1e16,
    1.5e300,
    1e-5,
    1.5e-5,
    -1.25e-5,
    1e-6,
    1.5e-7,
    -2.5e-10,
    5e-324,
    -0.0,
    0.0001,
    1e15,
    float("nan"),
    float("inf"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.sampled_from(FLOATS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
PIECES = st.sampled_from(
    ["[", "]", "{", "}", ",", ":", '"', "\\", "\\u", "d83d", "\\ud83d", "\\ude00", "\\\\", "0", "-", ".", "e", "1", "9" * 20, "E+",
     "null", "true", "NaN", "Infinity", " ", "\n", "\ufeff", "\x0b", "\x00", '"a"', "ä", "/", "\ud83d"]
)  # fmt: skip


def outcome(read: Any, text: str | bytes) -> tuple[str, str]:
    """What became of a text: the value as Python shows it, or that it was refused."""
    try:
        return "read", repr(read(text))
    except ValueError:
        return "refused", ""


@given(st.lists(PIECES, max_size=8).map("".join))
@example('"\\ud83d"')
@example('"\\\\ud83d"')
@example('"\\ud83d\\ude00"')
@example('"\\ude00\\ud83d"')
@example('{"a": "\\ud83d", "a": 1}')
@example("1" * 5000)
@example("1" * 400)
@example("-9223372036854775809")
@example("18446744073709551616")
@example("-0")
@example("1e999")
@example("NaN")
@example("-Infinity")
@example("\ufeff1")
@example("[" * 2000 + "]" * 2000)
@example('["[' + '","[' * 2000 + '"]')
def test_the_same_texts_are_read_and_refused(text: str) -> None:
    assert outcome(standard_json.read, text) == outcome(orjson.loads, text)


@given(st.binary(max_size=12))
@example(b'"\xff"')
@example('"a"'.encode("utf-16"))
@example(b"\xef\xbb\xbf1")
def test_the_same_bytes_are_read_and_refused(text: bytes) -> None:
    assert outcome(standard_json.read, text) == outcome(orjson.loads, text)


@given(VALUES)
def test_what_is_written_is_the_same_byte_for_byte(value: Any) -> None:
    try:
        expected = orjson.dumps(value)
    except TypeError:
        return  # then the standard library writes in both cases
    assert standard_json.write(value) == expected
    # In a text, what looks like a number stays as it is.
    quoted = {"e-05 NaN": f'"1e-05", NaN, {value!r}'}
    assert orjson.loads(standard_json.write(quoted)) == quoted


@pytest.mark.parametrize("value", [*FLOATS, 2**64, "\ud83d", {"a/b": ["/", {}]}], ids=repr)
def test_an_answer_is_the_same_where_orjson_is_missing(value: object) -> None:
    program = (
        "import sys; sys.modules['orjson'] = None\n"
        "from mockwrite.php.json import parse_json, to_json\n"
        "nan, inf = float('nan'), float('inf')\n"
        f"sys.stdout.buffer.write(to_json({value!a}))\n"
        "assert parse_json('[1]') == [1]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert done.stdout == json.to_json(value), done.stderr.decode()
