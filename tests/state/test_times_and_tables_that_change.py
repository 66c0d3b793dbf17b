"""What a project keeps when a time of making is changed, or a table goes: lists stay in order, and a snapshot brings all back."""

from __future__ import annotations

import pytest

from mockwrite.state.snapshot import Snapshot
from tests.api.tables_project import Shop, query

DAYS = ("2030-01-01", "2030-01-02", "2030-01-03")


@pytest.mark.parametrize(
    ("changed", "day", "order"),
    [("a", "2030-02-01", ["b", "c", "a"]), ("c", "2029-01-01", ["c", "a", "b"]), ("b", "2030-01-02", ["a", "b", "c"])],
)
def test_rows_are_listed_by_the_time_that_they_have_now(changed: str, day: str, order: list[str]) -> None:
    shop = Shop({"name": {"type": "string", "size": 20}})
    for id, made in zip("abc", DAYS, strict=True):
        assert shop.create(id, **{"$createdAt": f"{made}T00:00:00.000+00:00"}).status == 201
    sent = {"data": {"$createdAt": f"{day}T00:00:00.000+00:00"}}
    assert shop.call("PATCH", f"{shop.path}/{changed}", sent).body["$createdAt"] == f"{day}T00:00:00.000+00:00"
    assert shop.ids(query("orderAsc", "$createdAt")) == order
    assert shop.ids(query("orderDesc", "$createdAt")) == order[::-1]


def test_a_snapshot_brings_a_deleted_table_back_with_its_rows() -> None:
    shop = Shop({"name": {"type": "string", "size": 20}})
    shop.create("tom", name="Tom")
    with Snapshot(shop.stage.project):
        assert shop.call("DELETE", "/databases/main/collections/pets").status == 204
        assert shop.page().status == 404
    assert shop.ids(query("equal", "name", "Tom")) == ["tom"]
    assert shop.create("kim", name="Kim").status == 201
    with Snapshot(shop.stage.project):
        assert shop.call("DELETE", "/databases/main").status == 204
    assert shop.ids() == ["tom", "kim"]


def test_a_table_that_is_newer_than_a_snapshot_is_gone_with_its_rows() -> None:
    shop = Shop({"name": {"type": "string", "size": 20}})
    with Snapshot(shop.stage.project):
        shop.given.collection("main", "more", attributes={"name": {"type": "string", "size": 20}})
        path = "/databases/main/collections/more/documents"
        assert shop.call("POST", path, {"documentId": "x", "data": {"name": "x"}}).status == 201
    shop.given.collection("main", "more", attributes={"name": {"type": "string", "size": 20}})
    assert shop.call("GET", "/databases/main/collections/more/documents").body["total"] == 0
