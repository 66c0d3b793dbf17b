"""A recording with a wrong line in it is refused with file, line and field."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.__main__ import main
from tests.conformance.archive import recording_of
from tests.conformance.lines import Line, Note, RecordingError, read_line, read_recording

GOOD: dict[str, Any] = {
    "name": "version",
    "request": {"method": "GET", "path": "/v1/health/version", "headers": {}, "query": [["a", "1"]], "body": None},
    "response": {
        "status": 200,
        "headers": {"content-type": "application/json; charset=UTF-8"},
        "body": {"version": "1.9.6"},
    },
}


def changed(path: str, value: object) -> str:
    """Return the good line with another value at a path; `...` takes the field out."""
    line = json.loads(json.dumps(GOOD))
    *outer, last = path.split(".")
    place = line
    for name in outer:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(line)


def test_a_line_is_read_into_request_and_answer() -> None:
    line = read_line("x.jsonl", 3, json.dumps(GOOD))

    assert isinstance(line, Line)
    assert line.place == "x.jsonl:3"
    assert line.request.query == (("a", "1"),)
    assert line.answer.body == {"version": "1.9.6"}


def test_an_observation_is_no_request() -> None:
    assert read_line("x.jsonl", 1, '{"name": "n", "note": "seen"}') == Note("x.jsonl", 1, "n", "seen")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"name": "x", ', "x.jsonl:7: no JSON"),
        ("[1]", "x.jsonl:7: [1] is no JSON object"),
        (changed("name", ...), "x.jsonl:7: field name is missing; a text is expected"),
        (changed("request", ...), "field request is missing"),
        (changed("request", []), "field request is []; an object is expected"),
        (changed("request.method", ...), "x.jsonl:7: field request.method is missing; a text is expected"),
        (changed("request.path", 5), "field request.path is 5; a text is expected"),
        (changed("request.query", [["a"]]), 'field request.query[0] is ["a"]; [name, value] is expected'),
        (changed("request.body", ...), "field request.body is missing"),
        (changed("request.headers", {"X": 1}), "field request.headers.X is 1; a text is expected"),
        (changed("request.body_note", [5]), "field request.body_note[0] is 5; an object is expected"),
        (changed("request.body_note", [{}]), "field request.body_note[0].field is missing"),
        (changed("response", ...), "field response is missing"),
        (changed("response.status", "200"), 'field response.status is "200"; a number is expected'),
        (changed("response.status", True), "field response.status is true; a number is expected"),
        (changed("response.body", ...), "field response.body is missing"),
        (changed("response.body_note", {}), "field response.body_note.length is missing"),
        (changed("saves", 1), "field saves is 1; a text is expected"),
    ],
)
def test_a_wrong_line_is_refused_with_file_line_and_field(text: str, says: str) -> None:
    with pytest.raises(RecordingError) as caught:
        read_line("x.jsonl", 7, text)

    assert str(caught.value).startswith("x.jsonl:7: ")
    assert says in str(caught.value)


def test_a_file_that_is_not_packed_well_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "1.9.6-x.jsonl.xz"
    file.write_bytes(lzma.compress(json.dumps(GOOD).encode())[:-5])

    with pytest.raises(RecordingError, match=r"1\.9\.6-x\.jsonl: cannot be read"):
        list(read_recording(file))


def test_the_release_stands_in_the_name_of_a_file_or_is_given(tmp_path: Path) -> None:
    assert recording_of(tmp_path / "1.8.1-x.jsonl").version == "1.8.1"
    assert recording_of(tmp_path / "x.jsonl", "1.6.2").version == "1.6.2"
    with pytest.raises(LookupError, match="say with --version"):
        recording_of(tmp_path / "x.jsonl")


def test_the_command_plays_a_file_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "1.9.6-own.jsonl"
    file.write_text(json.dumps(GOOD) + "\n" + changed("response.body.version", "2.0") + "\n")

    assert main([str(file)]) == 1

    printed = capsys.readouterr().out
    assert "1.9.6-own.jsonl:2 'version'" in printed
    assert 'body.version: expected "2.0", got "1.9.6"' in printed
    assert "2 lines, 1 differ" in printed


def test_the_command_names_the_place_of_a_wrong_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "1.9.6-own.jsonl"
    file.write_text(json.dumps(GOOD) + "\n" + changed("response.status", ...) + "\n")

    assert main([str(file)]) == 2

    assert capsys.readouterr().err == "1.9.6-own.jsonl:2: field response.status is missing; a number is expected\n"
