"""A config of the project may hold anything: the server says what is wrong and where, or makes what it says; it never breaks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockwrite.cli import main
from mockwrite.instance import Instance
from mockwrite.seed.checking import SeedError
from mockwrite.seed.config import furnish_by_config
from mockwrite.settings import Settings
from tests.attack.clocked import bounded
from tests.attack.test_terminal import check as check_terminal

CONFIG: dict[str, Any] = {
    "projectId": "shop",
    "projectName": "Shop",
    "databases": [{"$id": "old", "name": "Old"}],
    "tablesDB": [{"$id": "main", "name": "Main", "enabled": True}],
    "collections": [
        {
            "$id": "people", "$permissions": [], "databaseId": "old", "name": "People",
            "attributes": [{"key": "name", "type": "string", "required": True, "size": 64}],
            "indexes": [{"key": "by", "type": "unique", "attributes": ["name"]}],
        }
    ],
    "tables": [
        {
            "$id": "people", "$permissions": ['read("any")'], "databaseId": "main", "name": "People",
            "columns": [
                {"key": "plan", "type": "string", "format": "enum", "elements": ["a"], "required": True},
                {"key": "age", "type": "integer", "min": 0, "max": 150, "default": 18},
            ],
            "indexes": [{"key": "by", "type": "key", "columns": ["plan"], "orders": ["ASC"]}],
        }
    ],
    "buckets": [{"$id": "files", "name": "Files", "$permissions": [], "maximumFileSize": 1000}],
    "teams": [{"$id": "staff", "name": "Staff"}],
    "providers": [{"$id": "sms", "provider": "twilio", "name": "SMS"}],
    "topics": [{"$id": "news", "name": "News", "subscribe": ["users"]}],
}  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, -1, 10**30, int("9" * 4000), 1e308, float("inf"), float("nan"), "", "\ud83d", "\x00", "a\nb\x1b[2J", "../..", "a/b", "%2e",
    [], {}, [[]], [None], ["\ud83d"], {"": None}, ["x"] * 200, "relationship", [[[[[[]]]]]],
)  # fmt: skip
FILES = (
    b"", b"\xff\xfe{}", b"[", b"[" * 100_000, b'{"a":' * 5000, b'{"teams": ' + b"9" * 5000 + b"}", b'{"projectId":"\xed\xa0\xbd"}', b"null", b"NaN",
    b'{"projectId": 1e999}', b'{"teams":[{"$id":"a","name":"a","x":' + b"[" * 900 + b"]" * 900 + b"}]}", b"1", b'"x"',
)  # fmt: skip


def places(node: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the whole included."""
    yield here
    if isinstance(node, (dict, list)):
        for part in node if isinstance(node, dict) else range(len(node)):
            yield from places(node[part], (*here, part))


def spoilt(place: tuple[Any, ...], value: Any) -> Any:
    """The config with another value in one place."""
    if not place:
        return value
    document = copy.deepcopy(CONFIG)
    at: Any = document
    for part in place[:-1]:
        at = at[part]
    at[place[-1]] = value
    return document


def push(path: Path, content: bytes) -> str:
    """Make a project as a config says; return what is wrong with it, an empty text when it was taken."""
    path.write_bytes(content)
    instance = Instance(Settings(config=str(path)))
    try:
        furnish_by_config(instance)
        project = instance.create_project("shop")
    except SeedError as error:
        said = str(error)
    else:
        said = ""
        assert not project.bugs, project.bugs[0]
    assert not instance.bugs, instance.bugs[0]
    assert "general_unknown" not in said
    return said


@pytest.mark.parametrize("place", list(places(CONFIG)), ids=lambda place: ".".join(map(str, place)) or "all")
def test_a_member_may_have_any_value(tmp_path: Path, place: tuple[Any, ...]) -> None:
    with bounded(5):
        for value in VALUES:
            said = push(tmp_path / "appwrite.config.json", json.dumps(spoilt(place, value)).encode())
            assert len(said) < 5000, ascii(value)


@pytest.mark.parametrize("content", FILES, ids=lambda content: ascii(content[:20]))
def test_a_file_may_hold_any_bytes(tmp_path: Path, content: bytes) -> None:
    with bounded():
        assert push(tmp_path / "appwrite.config.json", content)


def test_half_a_character_in_a_path_is_named_with_its_place(tmp_path: Path) -> None:
    said = push(tmp_path / "appwrite.config.json", json.dumps(spoilt(("tables", 0, "databaseId"), "\ud83d")).encode())
    assert "tables[0] (people): general_argument_invalid: " in said


@pytest.mark.parametrize("value", ["\ud83d", "a\nmockwrite: all is well\n\x1b[2J"])
def test_the_command_says_it_in_a_line_that_steers_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    for place in (
        ("projectId",),
        ("projectName",),
        ("teams", 0, "$id"),
        ("tables", 0, "databaseId"),
        ("tables", 0, "columns", 0, "type"),
    ):
        path = tmp_path / "appwrite.config.json"
        path.write_text(json.dumps(spoilt(place, value if place != ("projectName",) else [value])))
        try:
            assert main(["exec", "--config", str(path), "--", "true"]) != 0
        except SystemExit as ended:
            assert ended.code
        said = capsys.readouterr()
        check_terminal(said.err)
        assert "Traceback" not in said.err and said.err, place
