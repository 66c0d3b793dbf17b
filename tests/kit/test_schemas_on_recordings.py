"""The schemas accept what real servers answered: every JSON body of the recordings, the order of its fields included."""

from __future__ import annotations

import os
import re
from itertools import islice

import pytest

from mockwrite_fixtures import assert_matches, model_for
from tests.conformance.archive import VERSIONS, Recording, runs
from tests.conformance.lines import Line, read_recording

# The quick tier looks at some lines of each file, CI at all of them.
EVERY = 1 if os.environ.get("CI") else 20
# A credential or id that the recordings replaced by a name (tests/conformance/README.md).
REPLACED = re.compile(r'got "<\w+:[^>]*>"$')


def judge(line: Line, version: str) -> str | None:
    """Return what is wrong with a recorded answer, None when nothing is."""
    request, answer = line.request, line.answer
    model = model_for(request.method, request.path, answer.status)
    if model is None or not isinstance(answer.body, (dict, list)) or "elided" in answer.body:
        return None
    if isinstance(answer.body, dict) and answer.body.get("$id") == "":
        # A record that this server has emptied itself (23, the id "0").
        return None
    formats = [text for name, text in request.headers.items() if name.lower() == "x-appwrite-response-format"]
    response_format = formats[0] if formats else None
    try:
        assert_matches(model, answer.body, version=version, exact=True, response_format=response_format, ordered=True)
    except AssertionError as error:
        wrong = [text for text in str(error).splitlines()[1:] if not REPLACED.search(text)]
        return "\n".join((line.name, *wrong)) if wrong else None
    return None


RECORDINGS = [recording for version in VERSIONS for group in runs(version) for recording in group]


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: f"{recording.version}-{recording.name}")
def test_recorded_answers_match_their_models(recording: Recording) -> None:
    lines = (line for line in read_recording(recording.path) if isinstance(line, Line))
    judged = islice(lines, 0, None, EVERY)
    assert [wrong for line in judged if (wrong := judge(line, recording.version))] == []
