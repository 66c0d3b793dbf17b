"""The recordings in default mode: it may differ from exact mode in the places of the published list, and in no other.

Each name of `mockwrite.deviations` has a row here that says what it looks like in a pair of answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from mockwrite.api.http import Response
from tests.conformance.archive import Recording
from tests.conformance.comparing import Difference, compare
from tests.conformance.lines import Line, Note, RecordedAnswer, read_recording
from tests.conformance.recorded_project import RecordedProject
from tests.conformance.timing import sent_at


@dataclass(frozen=True, slots=True)
class Pair:
    """What the two modes answered to one line, and one field in which they differ (expected: exact, got: default)."""

    line: Line
    exact: Response
    default: Response
    difference: Difference

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The parameters in the URL."""
        return self.line.request.query

    def fields_are(self, *names: str) -> bool:
        """Tell whether the last part of the field's path is one of these."""
        last = self.difference.field.removesuffix(" (keys)").removesuffix(" (length)").rpartition(".")[2]
        return last in names

    def lies_in(self, *names: str) -> bool:
        """Tell whether the field is one of these or lies in it."""
        return not set(names).isdisjoint(re.split(r"[.\[]", self.difference.field))

    def values_are(self, exact: object, default: object) -> bool:
        """Tell whether the field has these values."""
        return bool(self.difference.expected == exact and self.difference.got == default)

    @property
    def became_400(self) -> bool:
        """True when a server error has become the refusal of a parameter."""
        return (
            self.exact.status == 500
            and self.default.status == 400
            and b'"general_argument_invalid"' in self.default.body
        )


def _is_scalar(line: Line) -> bool:
    try:
        return line.request.raw is not None and not isinstance(json.loads(line.request.raw), (dict, list))
    except ValueError:
        return False


DOUBLED_HEADERS = ("header x-content-type-options", "header cache-control", "header expires")
LOOKS: dict[str, Callable[[Pair], bool]] = {
    "empty-maps": lambda pair: (
        isinstance(pair.difference.expected, list)
        and isinstance(pair.difference.got, dict)
        and pair.lies_in("credentials", "options", "data", "prefs")
    ),
    "json-404": lambda pair: (
        pair.exact.status == pair.default.status and pair.exact.header("content-type") == "text/html; charset=UTF-8"
    ),
    "advice": lambda pair: (
        pair.fields_are("message") and str(pair.difference.got).startswith(str(pair.difference.expected))
    ),
    "total-false": lambda pair: (
        ("total", "false") in pair.query and pair.fields_are("total") and pair.difference.got == 0
    ),
    "topic-cursor": lambda pair: (
        # 400 where the database's refusal is still passed on, 500 later.
        pair.exact.status in (400, 500)
        and pair.default.status == 200
        and pair.line.request.path.rstrip("/").endswith("/topics")
        and any('"cursor' in value for _, value in pair.query)
    ),
    "no-500": lambda pair: pair.became_400 and not _is_scalar(pair.line),
    "taken-upsert": lambda pair: pair.line.name in ("upsert: unique taken", "owner of the taken unique value"),
    "scalar-body": lambda pair: pair.became_400 and _is_scalar(pair.line),
    "app-origins": lambda pair: (
        (b'"general_unknown_origin"' in pair.exact.body and pair.default.status != 403)
        or (pair.exact.status == 403 and pair.default.status == 404)
    ),
    "sha-options": lambda pair: pair.fields_are("hashOptions") and pair.values_are(["version"], ["type", "version"]),
    "empty-bucket": lambda pair: (
        pair.exact.status == 201 and b'"bucketId`' not in pair.exact.body and b'"$id":""' in pair.exact.body
    ),
    "doubled-headers": lambda pair: pair.difference.field in DOUBLED_HEADERS,
    # Both fail here, for the recorded servers had no network either; the texts tell why.
    "push-keys": lambda pair: (
        ".deliveryErrors[" in pair.difference.field and "private key" in str(pair.difference.expected)
    ),
    "null-attachments": lambda pair: pair.fields_are("attachments") and pair.values_are(None, []),
    "refused-chunk": lambda pair: (
        pair.fields_are("chunksUploaded")
        or (
            pair.exact.status == 500 and pair.line.request.headers.get("Content-Range", "").startswith("bytes 5242880-")
        )
    ),
    "database-time": lambda pair: (
        pair.fields_are("accessedAt", "expire", "mfaUpdatedAt") and " " in str(pair.difference.expected)
    ),
    "deleted-session": lambda pair: (
        pair.exact.status == 200 and pair.default.status == 401 and "X-Appwrite-Session" in pair.line.request.headers
    ),
    "limits-of-all-projects": lambda pair: (
        # A second project at whose first call the counter is full.
        pair.line.request.headers.get("X-Appwrite-Project") == "other" and pair.exact.status == 429
    ),
    "forgotten-cookies": lambda pair: (
        pair.difference.field == "header x-fallback-cookies" and str(pair.difference.expected).startswith("[], ")
    ),
    "late-logs": lambda pair: (
        pair.line.request.path.endswith("/logs") and pair.fields_are("total", "logs") and not pair.difference.expected
    ),
    "no-warning": lambda pair: pair.difference.field == "header x-appwrite-warning" and pair.difference.got is None,
}
# What the newest recorded release does not do any more.
EARLIER_ONLY = {"refused-chunk", "late-logs"}
# Deviations that the recordings cannot show, with the reason.
NOT_SHOWN = {
    "vonage-success": "the recorded servers had no network",
    "crash-ends-failed": "no recorded attachment is deleted before its message is sent",
    "provider-limits": "the recorded servers had no network; the captures show it",
    "encryption-in-capitals": "no recorded provider with it sends; the captures show it",
    "provider-of-another-type": "no recorded target names such a provider; the captures show it",
    "newest-sdk-parameters": "no recorded request has them",
    "rate-limits": "they were off",
    "body-limit": "no recorded body is that large",
    "password-hashes": "hashes only correspond in their form",
    "orphaned-subscribers": "no recorded request reads one",
    "stored-attachments": "what is delivered is no answer to a request",
    "imported-hashes": "the libraries are installed where the recordings are played",
    "at-once": "it holds in both modes, and the recordings mostly waited",
    "open-door": "the recordings are played with strict auth",
    "email-facts": "every recorded address is at example.com, or judged alike",
    "countries": "the recorded servers knew no countries",
    "query-depth": "no recorded query is nested that deep",
    "own-header": "it is not compared",
    "own-sentences": "sentences are not compared",
    "stored-size": "no recorded bucket uses Zstandard",
    "compression": "the recordings hold what came after decompression",
    "file-memory": "no recorded project holds that many bytes",
    "previews": "both modes return the image as it is",
    "user-agents": "no recorded agent lies outside the table",
    "invitation-sms": "it is in the SMS, not in an answer",
    "mailer": "the recorded server had both",
    "mail-texts": "the texts are not in the recordings",
}


def name_of(pair: Pair) -> str | None:
    """Return the name of the deviation that explains a difference; None when none does."""
    return next((name for name, looks_so in LOOKS.items() if looks_so(pair)), None)


def play_both(recordings: Iterable[Recording]) -> Iterator[Pair]:
    """Play recordings in both modes and yield each field in which the answers differ."""
    mocks: tuple[RecordedProject, RecordedProject] | None = None
    for recording in recordings:
        if mocks is None:
            mocks = RecordedProject(recording.version), RecordedProject(recording.version, exact=False)
        for mock in mocks:
            mock.prepare(recording.name)
        lines = list(read_recording(recording.path))
        for line, at in zip(lines, sent_at(lines, mocks[0].project.clock.ms), strict=True):
            if isinstance(line, Note):
                for mock in mocks:
                    mock.observe(line)
                continue
            yield from _play_line(line, at, *mocks)


def _play_line(line: Line, at: int, exact: RecordedProject, default: RecordedProject) -> Iterator[Pair]:
    answers = []
    for mock in (exact, default):
        response = mock.play(line, at)
        mock.learn(line, response)
        answers.append(response)
        # What the server invented is learnt from its answer, in default mode too.
        compare(line, response, mock.names)
    first, second = answers
    for difference in compare(replace(line, answer=_as_recorded(first)), second, default.names):
        yield Pair(line, first, second, difference)


def _as_recorded(response: Response) -> RecordedAnswer:
    """Take an answer of exact mode for a recording."""
    headers: dict[str, str | list[str]] = {}
    for name, value in response.headers:
        before = headers.get(name.lower())
        earlier = [] if before is None else [before] if isinstance(before, str) else before
        headers[name.lower()] = [*earlier, value]
    try:
        body = json.loads(response.body)
    except ValueError:
        content = response.body
        return RecordedAnswer(response.status, headers, None, len(content), sha256(content).hexdigest())
    return RecordedAnswer(response.status, headers, body)
