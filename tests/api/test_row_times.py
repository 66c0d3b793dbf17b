"""When the time of a row's last update moves (databases.md §8, §11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import COLUMNS, Shop, query

COMPLETE: dict[str, Any] = {
    "name": "Tom", "age": 18, "weight": 2.5, "email": None, "born": "2030-01-02T00:00:00.000+00:00", "tags": [], "kind": "cat",
}  # fmt: skip


def shop_with_tom() -> Shop:
    """A table with a row that is an hour old."""
    shop = Shop({**COLUMNS, "place": "point"})
    shop.create("tom", name="Tom", weight=2.5, born="2030-01-02", kind="cat", place=[1, 2.5])
    shop.stage.project.clock.advance(hours=1)
    return shop


def moved(shop: Shop) -> bool:
    """Tell whether the row knows of an update."""
    row = shop.call("GET", f"{shop.path}/tom").body
    return bool(row["$updatedAt"] != row["$createdAt"])


@pytest.mark.parametrize(
    ("sent", "moves"),
    [
        ({"name": "Tom"}, False), ({"age": 18, "name": "Tom"}, False), ({"tags": []}, False), ({"email": None}, False),
        ({"born": "2030-01-02T00:00:00.000+00:00"}, False), ({"weight": 2.5}, False), ({"place": [1, 2.5]}, False), ({"place": [1.0, 2.5]}, False),
        ({"name": "tom"}, True), ({"born": "2030-01-02"}, True), ({"age": None}, True), ({"place": [2.5, 1]}, True),
        ({"age": {"method": "increment", "values": [0]}}, True),
    ],
    ids=str,
)  # fmt: skip
def test_an_update_that_says_what_a_row_shows_leaves_its_time(sent: dict[str, Any], moves: bool) -> None:
    shop = shop_with_tom()
    if "age" in sent and isinstance(sent["age"], dict):
        shop = Shop()
        shop.create("tom", name="Tom")
        shop.stage.project.clock.advance(hours=1)
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": sent}).status == 200
    assert moved(shop) is moves


def test_a_number_without_a_fraction_is_the_same_however_it_is_written() -> None:
    shop = shop_with_tom()
    for weight, moves in ((2, True), (2.0, False), (2, False)):
        before = shop.call("GET", f"{shop.path}/tom").body["$updatedAt"]
        shop.stage.project.clock.advance(hours=1)
        changed = shop.call("PATCH", f"{shop.path}/tom", {"data": {"weight": weight}}).body
        assert (changed["$updatedAt"] != before) is moves


def test_null_takes_a_default_that_came_later_than_the_row() -> None:
    shop = shop_with_tom()
    lives = {"key": "lives", "required": False, "default": 9}
    assert shop.call("POST", "/databases/main/collections/pets/attributes/integer", lives).status == 202
    assert shop.call("GET", f"{shop.path}/tom").body["lives"] is None
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": {"lives": None}}).body["lives"] == 9
    assert moved(shop)


def test_an_update_with_an_unknown_column_is_refused_although_it_changes_nothing() -> None:
    shop = shop_with_tom()
    refused = shop.call("PATCH", f"{shop.path}/tom", {"data": {"ghost": None}})
    assert refused.outcome == (400, "document_invalid_structure")


@pytest.mark.parametrize(("sent", "moves"), [(COMPLETE, False), ({"name": "Tom"}, True)], ids=["whole", "part"])
def test_an_upsert_leaves_the_time_only_when_it_names_every_column_as_it_is(sent: dict[str, Any], moves: bool) -> None:
    shop = Shop()
    shop.create("tom", **COMPLETE)
    shop.stage.project.clock.advance(hours=1)
    assert shop.call("PUT", f"{shop.path}/tom", {"data": sent}).status == 200
    assert moved(shop) is moves


def test_an_update_of_many_rows_moves_the_time_of_each_that_it_finds() -> None:
    shop = shop_with_tom()
    same = {"data": {"name": "Tom"}, "queries": []}
    assert shop.call("PATCH", shop.path, same).body["total"] == 1
    assert moved(shop)
    assert shop.ids(query("isNotNull", "name")) == ["tom"]


def test_counting_answers_with_the_time_of_the_update_before() -> None:
    shop = shop_with_tom()
    counted = shop.call("PATCH", f"{shop.path}/tom/age/increment", {}).body
    assert counted["$updatedAt"] == counted["$createdAt"]
    assert moved(shop)


@pytest.mark.parametrize(("method", "done"), [("PATCH", 200), ("DELETE", 204)])
def test_whoever_names_the_moment_of_a_call_writes_over_nothing_newer(method: str, done: int) -> None:
    shop = shop_with_tom()
    changed = shop.call("GET", f"{shop.path}/tom").body["$updatedAt"]

    def call(at: str) -> tuple[int, str | None]:
        sent = {"data": {"name": "Tim"}} if method == "PATCH" else None
        headers = {"X_Appwrite_Key": shop.stage.key, "X_Appwrite_Timestamp": at}
        return shop.stage.call(method, f"{shop.path}/tom", sent, **headers).outcome

    assert call("2000-01-01T00:00:00.000+00:00") == (409, "document_update_conflict")
    assert call("no date") == (400, "general_argument_invalid")
    assert call(changed) == (done, None)
