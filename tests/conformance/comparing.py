"""What differs between a recorded answer and ours, where texts, times, ids and secrets only have to correspond."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from mockwrite.api.http import Response
from tests.conformance.caveats import uncompared
from tests.conformance.content import is_known
from tests.conformance.lines import REMOVED, Line, RecordedAnswer
from tests.conformance.names import INVENTED_ID, PLACEHOLDER, Names

# How far a time of ours may be from the recorded one: the clock is set from the answers, which hold few times.
TOLERANCE = timedelta(seconds=5)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00\Z")
# One answer shows a time as the database writes it.
_DATABASE_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\Z")
_HASH = re.compile(r"\$[a-z0-9]+\$[^ ]{20,}\Z")
# The chance that PHP's portable hashes began with: microseconds and a time.
_CHANCE = re.compile(r"0\.\d{8} \d{10,}\Z")
_MD5 = re.compile(r"[0-9a-f]{32}\Z")
_SIGNED = re.compile(r"eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# Links lead to the server's own address, which depends on how it is reached.
_OWN_ADDRESS = re.compile(r"^https?://[^/]+/v1/")
# The body of an answer that was too long to keep.
ELIDED = {"elided": True}
# Long bodies are named by their size: `… (9198 characters of text/html)`, or `<9198 bytes, text/html…>`.
_REMOVED_BODY = re.compile(r"… \(\d+ characters of |<\d+ bytes, ")


class Difference(NamedTuple):
    """One place in which two answers differ, such as `body.targets[0].name`."""

    field: str
    expected: Any
    got: Any


def compare(line: Line, response: Response, names: Names) -> list[Difference]:
    """Compare our answer with the recorded one; learn the names that the server invented."""
    answer = line.answer
    found = []
    if answer.status != response.status:
        found.append(Difference("status", answer.status, response.status))
    if answer.headers:
        found += compare_headers(answer, response)
    if _is_shuffled(line) and response.status == 200:
        found += _compare_shuffled(answer.body, response)
    elif answer.body != ELIDED:
        found += _compare_bodies(line, response, names)
    return found


def _is_shuffled(line: Line) -> bool:
    return any('"orderRandom"' in value for _, value in line.request.query)


def _compare_shuffled(expected: Any, response: Response) -> Iterator[Difference]:
    """Compare a page in random order: nothing but the total, the number of rows and their keys."""
    own = json.loads(response.body)
    wanted_form, own_form = _form(expected), _form(own)
    if wanted_form != own_form:
        yield Difference("body (form of a page in random order)", wanted_form, own_form)


def _form(page: dict[str, Any]) -> list[Any]:
    rows = next((value for value in page.values() if isinstance(value, list)), [])
    return [list(page), page.get("total"), len(rows), sorted({key for row in rows for key in row})]


def same_text(expected: str, got: str | None) -> bool:
    """Compare a header's whole value; the recordings show its bytes as Latin-1."""
    return got is not None and expected in (got, got.encode().decode("latin-1"))


def same_names(expected: str, got: str | None) -> bool:
    """Compare the names in a list of cookies, or in the JSON of the fallback cookies."""
    name = re.compile(r'(\w+)(?:=|"\s*:)')
    if got is None or not name.search(expected):
        return expected == got
    return name.findall(expected)[:1] == name.findall(got)[:1]


def is_there(expected: str, got: str | None) -> bool:
    """Compare nothing but the presence of a header."""
    return got is not None


def same_words(expected: str, got: str | None) -> bool:
    """Compare directives, in any order; what is sent twice counts twice."""
    return got is not None and sorted(got.split(", ")) == sorted(expected.split(", "))


# Headers that only the later recordings kept; they are compared where they were.
KEPT_LATER: dict[str, Callable[[str, str | None], bool]] = {"cache-control": same_words, "expires": same_words}
# The headers that are compared, and how; the others are the server's own business.
COMPARED_HEADERS: dict[str, Callable[[str, str | None], bool]] = {
    "content-type": same_text,
    "x-appwrite-warning": is_there,
    "content-disposition": same_text,
    "content-range": same_text,
    "accept-ranges": same_text,
    "content-security-policy": same_text,
    "x-fallback-cookies": same_names,
    "set-cookie": same_names,
    "x-ratelimit-limit": same_text,
    "x-ratelimit-remaining": same_text,
    "x-ratelimit-reset": is_there,
    "x-appwrite-cache": same_text,
}

# The same, for recordings that kept such headers at all; those of one's own need not.
EXTENSIONS: dict[str, Callable[[str, str | None], bool]] = {
    "x-content-type-options": same_words,
    "x-ratelimit-limit": same_text,
    "x-ratelimit-remaining": same_text,
    "x-ratelimit-reset": is_there,
}


def compare_headers(answer: RecordedAnswer, response: Response) -> Iterator[Difference]:
    """Compare the headers that a client looks at; one that only we send counts as well."""
    kept = {name: is_same for name, is_same in KEPT_LATER.items() if name in answer.headers}
    extensions = EXTENSIONS if any(name.startswith("x-") for name in answer.headers) else {}
    for name, is_same in {**COMPARED_HEADERS, **kept, **extensions}.items():
        recorded = answer.headers.get(name, [])
        expected = [recorded] if isinstance(recorded, str) else recorded
        own = [value for key, value in response.headers if key.lower() == name]
        if is_same is same_words:
            # The recordings write what was sent twice in one line.
            expected, own = ([", ".join(values)] if values else [] for values in (expected, own))
        if len(expected) != len(own):
            yield Difference(f"header {name}", expected or None, own or None)
            continue
        for wanted, got in zip(expected, own, strict=True):
            if not is_same(wanted, got):
                yield Difference(f"header {name}", wanted, got)


def _compare_bodies(line: Line, response: Response, names: Names) -> Iterator[Difference]:
    answer = line.answer
    expected = answer.body
    if answer.length is not None:
        yield from _compare_binary(line, response)
    elif isinstance(expected, str) and _REMOVED_BODY.match(expected):
        if not response.body:
            yield Difference("body", expected, "")
    elif expected in ("", None):
        if response.body:
            yield Difference("body", "", response.body.decode("utf-8", "replace"))
    else:
        try:
            got = json.loads(response.body)
        except ValueError:
            yield Difference("body", expected, response.body.decode("utf-8", "replace"))
        else:
            ignored = uncompared(line.source)
            for difference in compare_values(expected, got, names):
                if difference.field.rpartition(".")[2] not in ignored:
                    yield difference


def _compare_binary(line: Line, response: Response) -> Iterator[Difference]:
    answer = line.answer
    if line.request.path.endswith("/preview"):
        # A drawn picture: its bytes are the business of the server's image library.
        if not response.body:
            yield Difference("body (bytes)", answer.length, 0)
    elif answer.length != len(response.body):
        yield Difference("body (bytes)", answer.length, len(response.body))
    elif is_known(answer.sha256) and (digest := sha256(response.body).hexdigest()) != answer.sha256:
        # Files of which only the kind and the size are known were uploaded with other bytes.
        yield Difference("body (sha256)", answer.sha256, digest)


def compare_values(expected: Any, got: Any, names: Names, path: str = "body") -> Iterator[Difference]:
    """Compare two JSON values: shape, order of keys, types and values."""
    if isinstance(expected, dict) and isinstance(got, dict):
        if list(expected) != list(got):
            yield Difference(f"{path} (keys)", list(expected), list(got))
        for key in expected:
            if key in got and not (key in _DRAWN and _are_alike(_DRAWN[key], expected[key], got[key])):
                yield from compare_values(expected[key], got[key], names, f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield Difference(f"{path} (length)", len(expected), len(got))
        for at, (wanted, own) in enumerate(zip(expected, got, strict=False)):
            yield from compare_values(wanted, own, names, f"{path}[{at}]")
    elif isinstance(expected, str) and isinstance(got, str):
        if expected != got and not corresponds(expected, got, names):
            yield Difference(path, expected, got)
    elif type(expected) is not type(got) or expected != got:
        yield Difference(path, expected, got)


# What is drawn at random, by its name: secrets and codes that a key is shown (hex digits, six figures, base64 of JSON), and
# the two words of a phrase.
_DRAWN = {
    "secret": (re.compile(r"(?:[0-9a-f]{64}){1,4}\Z"), re.compile(r"[0-9]{6}\Z"), re.compile(r"eyJ[A-Za-z0-9+/]+=*\Z")),
    "phrase": (re.compile(r"[A-Z][a-z]+ [a-z]+\Z"),),
}


def _are_alike(forms: Iterable[re.Pattern[str]], expected: Any, got: Any) -> bool:
    """Tell whether two texts have the same one of several forms."""
    if not (isinstance(expected, str) and isinstance(got, str)):
        return False
    return any(form.match(expected) and form.match(got) for form in forms)


def corresponds(expected: str, got: str, names: Names) -> bool:
    """Tell whether our text stands for the recorded one."""
    for form in (_TIME, _DATABASE_TIME):
        if form.match(expected):
            return form.match(got) is not None and _is_near(expected, got)
    if REMOVED in expected:
        return _fits(expected, re.compile(REMOVED), got, lambda mark, own: bool(own))
    if INVENTED_ID.fullmatch(expected):
        return names.learn(expected, got)
    if _HASH.match(expected):
        return _HASH.match(got) is not None
    for form in (_MD5, _CHANCE):
        if form.match(expected):
            return form.match(got) is not None
    expected, got = (_OWN_ADDRESS.sub("http://server/v1/", text) for text in (expected, got))
    expected = _SIGNED.sub("<jwt>", expected)
    if PLACEHOLDER.search(expected):
        return _fits(expected, PLACEHOLDER, got, names.learn)
    return names.translate(expected) == got


def _is_near(expected: str, got: str) -> bool:
    return abs(datetime.fromisoformat(expected) - datetime.fromisoformat(got)) <= TOLERANCE


def _fits(expected: str, mark: re.Pattern[str], got: str, take: Callable[[str, str], bool]) -> bool:
    """Match a text against one with marks in it; each mark takes what stands in its place."""
    marks = mark.findall(expected)
    pattern = "(.+)".join(re.escape(part) for part in mark.split(expected))
    found = re.fullmatch(pattern, got, re.DOTALL)
    return found is not None and all(take(name, own) for name, own in zip(marks, found.groups(), strict=True))
