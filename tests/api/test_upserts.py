"""Changing rows or making them, one or many: what counts as a change, and what a refused call leaves behind (databases.md §8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stage import Answer
from tests.api.tables_project import Shop

COLUMNS: dict[str, Any] = {"name": {"type": "string", "required": True}, "age": "integer", "born": "datetime"}
TWO: dict[str, Any] = {"name": {"type": "string", "size": 20}, "age": "integer"}
ANYONE, ADAS = 'read("any")', 'read("user:ada")'
UNAUTHORIZED, INVALID = (401, "user_unauthorized"), (400, "document_invalid_structure")


def put(shop: Shop, id: str, *, as_: str | None = None, permissions: Any = None, **data: Any) -> Answer:
    """Upsert a row."""
    return shop.call("PUT", f"{shop.path}/{id}", {"data": data, "permissions": permissions}, as_=as_)


def put_all(shop: Shop, *rows: dict[str, Any]) -> Answer:
    """Upsert several rows."""
    return shop.call("PUT", shop.path, {"documents": list(rows)})


def next_number(shop: Shop) -> str:
    """Make a row and return its number."""
    return str(shop.create("next", name="next").body["$sequence"])


@pytest.mark.parametrize("data", [{"name": ""}, {"name": "", "age": 0}, {"name": "", "age": None}], ids=str)
def test_a_new_row_of_empty_values_is_made_like_any_other(data: dict[str, Any]) -> None:
    shop = Shop(COLUMNS)
    assert put(shop, "tom", **data).body["name"] == ""
    assert put_all(shop, {"$id": "ann", **data}).body["total"] == 1
    assert shop.ids() == ["tom", "ann"]


@pytest.mark.parametrize("data", [{"name": None, "age": 0}, {"age": 5}], ids=str)
def test_a_new_row_that_lacks_what_is_required_is_refused_alone_and_left_out_among_others(data: dict[str, Any]) -> None:
    shop = Shop(COLUMNS)
    assert put(shop, "tom", **data).outcome == INVALID
    assert put_all(shop, {"$id": "tom", **data}, {"$id": "ann", "name": "Ann"}).body["total"] == 1
    assert shop.ids() == ["ann"]
    assert next_number(shop) == "2"


def test_one_of_several_rows_that_lacks_what_is_required_and_is_there_is_refused_with_all_of_them() -> None:
    shop = Shop(COLUMNS)
    shop.create("tom", name="Tom")
    assert put_all(shop, {"$id": "ann", "name": "Ann"}, {"$id": "tom", "age": 5}).outcome == INVALID
    assert shop.ids() == ["tom"]
    assert next_number(shop) == "2"


def test_permissions_alone_do_not_make_a_row_that_lacks_what_is_required() -> None:
    shop = Shop(COLUMNS)
    assert put(shop, "tom", permissions=[ANYONE]).outcome == INVALID
    assert put(shop, "tom", name="", permissions=[ANYONE]).body["$permissions"] == [ANYONE]


def test_a_row_is_named_once_in_a_call_unless_nothing_of_it_changes() -> None:
    shop = Shop(TWO)
    assert put_all(shop, {"$id": "tom", "name": "a"}, {"$id": "tom", "name": "b"}).outcome == (
        409,
        "document_already_exists",
    )
    shop.create("tom", name="a")
    same = {"$id": "tom", "name": "a", "age": None}
    assert put_all(shop, same, {**same, "name": "b"}, same).body["total"] == 1
    changed_twice = put_all(shop, {"$id": "tom", "name": "c"}, {"$id": "tom", "name": "d"})
    assert changed_twice.outcome == (409, "document_already_exists")
    assert shop.call("GET", f"{shop.path}/tom").body["name"] == "b"


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        ({"name": "5", "age": 5}, False),
        ({"name": "5", "age": "5"}, False),
        ({"name": 5, "age": 5}, False),
        ({"name": "5", "age": 5, "$createdAt": "2020-01-01"}, False),
        ({"name": "5"}, True),
        ({"name": "6", "age": 5}, True),
    ],
    ids=str,
)
def test_values_are_compared_as_php_does_and_times_do_not_count(data: dict[str, Any], *, changes: bool) -> None:
    shop = Shop(TWO)
    shop.create("tom", name="5", age=5)
    shop.stage.project.clock.advance(hours=1)
    put(shop, "tom", **data)
    row = shop.call("GET", f"{shop.path}/tom").body
    assert (row["$createdAt"] != row["$updatedAt"]) is changes
    assert next_number(shop) == ("3" if changes else "2")


def test_permissions_in_another_order_are_the_same() -> None:
    shop = Shop(TWO)
    shop.create("tom", name="Tom", age=5, permissions=[ANYONE, ADAS])
    assert put_all(shop, {"$id": "tom", "name": "Tom", "age": 5, "$permissions": [ADAS, ANYONE]}).body["total"] == 0
    changed = put(shop, "tom", name="Tim", permissions=[ADAS, ANYONE])
    assert (changed.body["name"], changed.body["$permissions"]) == ("Tim", [ANYONE, ADAS])


def test_a_client_keeps_permissions_that_it_could_not_give() -> None:
    shop = Shop(TWO, permissions=['update("users")'])
    bob = shop.stage.user("bob")
    shop.create("tom", name="Tom", permissions=[ADAS])
    assert put(shop, "tom", name="Tim", as_=bob, permissions=[ADAS]).outcome == UNAUTHORIZED
    changed = put(shop, "tom", name="Tim", as_=bob).body
    assert (changed["name"], changed["$permissions"]) == ("Tim", [ADAS])


def test_several_new_rows_are_nobodys_also_where_a_session_comes_along_with_the_key() -> None:
    shop = Shop(TWO)
    both = {"X_Appwrite_Key": shop.stage.key, "X_Appwrite_Session": shop.stage.user("ada")}
    one = shop.stage.call("PUT", f"{shop.path}/tom", {"data": {"name": "Tom"}}, **both).body
    several = shop.stage.call("PUT", shop.path, {"documents": [{"name": "Ann"}]}, **both).body["documents"]
    assert one["$permissions"][0] == ADAS
    assert several[0]["$permissions"] == []
