"""What the command line of Appwrite writes into a config, every kind of column and index, lands as it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockwrite.seed.config import furnish_by_config
from tests.api.stage import PROJECT, Stage

INT64 = {"min": -9223372036854775808, "max": 9223372036854775807}
DOUBLE = {"min": -1.7976931348623157e308, "max": 1.7976931348623157e308}
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
# As pulled: what an answer of the server has of a column, null included.
COLUMNS: list[dict[str, Any]] = [
    {"key": "title", "type": "string", "size": 64, "default": "x", "encrypt": False},
    {"key": "secret", "type": "string", "size": 200, "default": None, "encrypt": True},
    {"key": "code", "type": "varchar", "size": 64, "default": None, "encrypt": None},
    {"key": "lines", "type": "text", "array": True, "default": None, "encrypt": None},
    {"key": "page", "type": "mediumtext", "default": "", "encrypt": None},
    {"key": "book", "type": "longtext", "default": None, "encrypt": None},
    {"key": "mail", "type": "string", "format": "email", "default": "a@example.com"},
    {"key": "links", "type": "string", "format": "url", "array": True, "default": None},
    {"key": "host", "type": "string", "format": "ip", "default": "127.0.0.1"},
    {"key": "hue", "type": "string", "format": "enum", "elements": ["red", "blue"], "default": "red"},
    {"key": "count", "type": "integer", **INT64, "default": 0},
    {"key": "stars", "type": "integer", "min": 0, "max": 5, "default": None, "required": True},
    {"key": "marks", "type": "integer", **INT64, "array": True, "default": None},
    {"key": "large", "type": "bigint", **INT64, "default": None},
    {"key": "ratio", "type": "double", **DOUBLE, "default": 1.5},
    {"key": "share", "type": "double", "min": 0, "max": 1, "default": None},
    {"key": "done", "type": "boolean", "default": False},
    {"key": "at", "type": "datetime", "format": "", "default": "2030-01-01T00:00:00.000+00:00"},
    {"key": "place", "type": "point", "default": None, "required": True},
    {"key": "way", "type": "linestring", "default": [[1, 2], [3, 4]]},
    {"key": "area", "type": "polygon", "default": [RING]},
]
INDEXES: list[dict[str, Any]] = [
    {"key": "by_title", "type": "key", "columns": ["title"], "orders": ["ASC"], "lengths": [10]},
    {"key": "one", "type": "unique", "columns": ["mail", "count"], "orders": ["ASC", "DESC"], "lengths": [0, 0]},
    {"key": "words", "type": "fulltext", "columns": ["page"], "orders": [], "lengths": [0]},
    {"key": "near", "type": "spatial", "columns": ["place"], "orders": [], "lengths": [0]},
    {"key": "new", "type": "key", "columns": ["$createdAt"], "orders": ["DESC"], "lengths": [0]},
]
RELATED = {"key": "owner", "type": "relationship", "relationType": "oneToMany", "twoWay": True, "onDelete": "setNull"}
TABLE: dict[str, Any] = {
    "$id": "all", "$permissions": ['read("any")', 'create("users")'], "databaseId": "main", "name": "All", "enabled": False,
    "rowSecurity": True, "columns": [{"required": False, "array": False, **column} for column in COLUMNS] + [RELATED],
    "indexes": [{"status": "available", **index} for index in INDEXES],
}  # fmt: skip
MAIN = {"$id": "main", "name": "Main", "enabled": True}
OLD_NAMES = {"rowSecurity": "documentSecurity", "columns": "attributes"}


def in_old_words(value: Any) -> Any:
    """Return a table as a collection."""
    if isinstance(value, dict):
        return {OLD_NAMES.get(name, name): in_old_words(part) for name, part in value.items()}
    return [in_old_words(part) for part in value] if isinstance(value, list) else value


def make(path: Path, **document: Any) -> tuple[Stage, list[str]]:
    """Make a project by a config; return it with what was left out."""
    file = path / "appwrite.config.json"
    file.write_text(json.dumps({"projectId": PROJECT, **document}), encoding="utf-8")
    stage = Stage(config=str(file))
    config = furnish_by_config(stage.instance)
    assert config is not None
    # Once more, now that the instance knows the config.
    stage.project = stage.instance.create_project(PROJECT)
    stage.key = stage.project.add_key(name="server").secret
    return stage, config.skipped


def found(stage: Stage, path: str) -> Any:
    """Read something."""
    answer = stage.by_key("GET", path)
    assert answer.status == 200, answer
    return answer.body


@pytest.mark.parametrize(
    ("document", "path", "parts", "security"),
    [
        ({"tablesDB": [MAIN], "tables": [TABLE]}, "/tablesdb/main/tables/all", "columns", "rowSecurity"),
        (
            {"databases": [MAIN], "collections": [in_old_words(TABLE)]},
            "/databases/main/collections/all",
            "attributes",
            "documentSecurity",
        ),
    ],
    ids=["tables", "collections"],
)
def test_every_kind_of_column_and_index_lands_as_it_was_pulled(
    tmp_path: Path, document: Any, path: str, parts: str, security: str
) -> None:
    stage, skipped = make(tmp_path, **document)
    shown = found(stage, path)
    assert (shown["$permissions"], shown["enabled"], shown[security]) == (TABLE["$permissions"], False, True)
    for given in COLUMNS:
        column = next(column for column in shown[parts] if column["key"] == given["key"])
        told = {name: value for name, value in given.items() if name != "encrypt" or value is not None}
        assert {name: column[name] for name in told} == told
        assert column["status"] == "available"
    for index, given in zip(shown["indexes"], INDEXES, strict=True):
        assert (index["key"], index["type"], index["orders"], index["lengths"], index[parts]) == (
            given["key"],
            given["type"],
            given["orders"],
            given["lengths"],
            given["columns"],
        )
    list_name = "tables" if parts == "columns" else "collections"
    assert skipped == [f"{list_name}[0].{parts}[{len(COLUMNS)}] (a relationship)"]


def test_what_was_pulled_by_both_names_is_there_once(tmp_path: Path) -> None:
    stage, _ = make(
        tmp_path, databases=[MAIN], tablesDB=[MAIN], collections=[in_old_words(TABLE)], tables=[TABLE], teams=None
    )
    assert found(stage, "/tablesdb")["total"] == 1
    assert len(found(stage, "/tablesdb/main/tables/all")["columns"]) == len(COLUMNS)


def test_a_bucket_and_bounds_beyond_what_the_server_takes_are_as_large_as_it_does(tmp_path: Path) -> None:
    bucket = {
        "$id": "b",
        "name": "B",
        "maximumFileSize": 50_000_000,
        "compression": "gzip",
        "allowedFileExtensions": ["jpg"],
    }
    rounded = {
        "key": "n",
        "type": "integer",
        "required": False,
        "min": -9223372036854776000,
        "max": 9223372036854776000,
    }
    table = {"$id": "t", "databaseId": "main", "name": "T", "columns": [rounded], "indexes": None}
    stage, skipped = make(tmp_path, tablesDB=[MAIN], tables=[table], buckets=[bucket])
    column = found(stage, "/tablesdb/main/tables/t/columns/n")
    assert {name: column[name] for name in ("min", "max")} == INT64
    shown = found(stage, "/storage/buckets/b")
    assert (shown["maximumFileSize"], shown["compression"], shown["allowedFileExtensions"]) == (
        30_000_000,
        "gzip",
        ["jpg"],
    )
    assert skipped == ["buckets[0] (files of more than 30000000 bytes)"]
