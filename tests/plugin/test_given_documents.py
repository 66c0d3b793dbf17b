"""Documents that a test makes: by `given`, in snapshots, and in seeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import mockwrite
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.seed import SeedError, export, load
from mockwrite.settings import Settings
from mockwrite.state.project import Project
from mockwrite.state.snapshot import Snapshot


def project(id: str = "clinic") -> Project:
    """A project whose clock stands still."""
    return Instance(Settings(frozen_time="2030-01-01T00:00:00Z")).create_project(id)


def test_a_document_makes_what_is_missing_for_it() -> None:
    given = Given(project())
    at = datetime(2030, 1, 31, 8, tzinfo=UTC)
    row = given.document(
        "main",
        "patients",
        {"name": "Ada", "age": 36, "weight": 1.5, "ok": True, "at": at, "tags": ["a"], "x": None},
        id="ada",
    )
    table = given.collection("main", "patients")
    assert row.id == "ada"
    assert {column.key: (column.kind, column.array) for column in table.columns} == {
        "name": ("string", False), "age": ("integer", False), "weight": ("float", False), "ok": ("boolean", False),
        "at": ("datetime", False), "tags": ("string", True),
    }  # fmt: skip
    given.document("main", "patients", {"name": "Bob", "phone": "+12025550101"})
    assert given.collection("main", "patients").column("phone") is not None


def test_a_value_that_no_attribute_holds_is_refused_with_its_name() -> None:
    with pytest.raises(TypeError, match="'owner' is a dict, which no attribute holds"):
        Given(project()).document("main", "pets", {"owner": {"name": "Ada"}})


def test_a_collection_is_made_of_a_few_words() -> None:
    given = Given(project())
    given.collection(
        "main", "guests", attributes={"mail": {"type": "email", "required": True}, "seats": "integer"},
        indexes=[{"attributes": ["mail"], "type": "unique"}], permissions=['read("any")'],
    )  # fmt: skip
    given.document("main", "guests", {"mail": "ada@example.com"})
    with pytest.raises(mockwrite.AppwriteError, match="document_already_exists"):
        given.document("main", "guests", {"mail": "ADA@example.com"})
    with pytest.raises(ValueError, match="attribute 'x': 'emails' is not known; the types are string"):
        given.collection("main", "guests", attributes={"x": "emails"})


def test_a_snapshot_brings_documents_back() -> None:
    mock = project()
    given = Given(mock)
    given.document("main", "pets", {"name": "Tom"}, id="tom")
    with Snapshot(mock):
        given.document("main", "pets", {"name": "Kit"}, id="kit")
        given.document("main", "others", {"name": "Kit"})
    assert [row.id for rows in mock.rows.values() for row in rows] == ["tom"]
    assert [table.id for table in mock.tables] == ["pets"]


def test_an_export_holds_databases_and_is_the_same_when_it_was_loaded() -> None:
    given = Given(first := project())
    given.collection(
        "main",
        "pets",
        attributes={"kind": {"type": "enum", "elements": ["cat"], "default": "cat"}},
        indexes=[{"attributes": ["kind"]}],
    )
    given.document("main", "pets", {"name": "Tom", "born": "2020-01-01T00:00:00Z", "seen": ["2021-01-01T00:00:00Z"]})
    given.document("main", "pets", {"name": "Gone"})
    second = project()
    load(second, export(first))
    assert export(second) == export(first)
    assert Given(second).document("main", "pets", {"name": "New"}).sequence == 3


def test_a_seed_needs_no_more_than_the_documents() -> None:
    mock = project()
    people = {
        "id": "people",
        "attributes": {"mail": "email"},
        "documents": [{"data": {"mail": "ada@example.com", "age": 3}}],
    }
    load(mock, {"databases": [{"id": "main", "collections": [people]}]})
    (table,) = mock.tables
    assert [column.kind for column in table.columns] == ["email", "integer"]


def test_a_wrong_document_in_a_seed_is_named_and_nothing_is_loaded() -> None:
    mock = project()
    people = {"id": "people", "attributes": {"mail": "email"}, "documents": [{"data": {"mail": "x"}}]}
    with pytest.raises(SeedError, match=r"databases\[0\]\.collections\[0\]\.documents\[0\]: .*mail"):
        load(mock, {"databases": [{"id": "main", "collections": [people]}]})
    assert len(mock.databases) == 0
