"""What an index may be on, and what becomes of it when its columns change (databases.md §4, §5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import Shop

TABLE = "/databases/main/collections/pets"
COLUMNS: dict[str, Any] = {
    "name": {"type": "string", "size": 700},
    "city": {"type": "string", "size": 100},
    "age": "integer",
    "tags": {"type": "string", "size": 20, "array": True},
    "exact": {"type": "string", "size": 767},
    "weight": "float",
    "here": {"type": "point", "required": True},
    "there": {"type": "point", "required": True},
}
INDEX_INVALID, UNKNOWN = (400, "index_invalid"), (400, "attribute_unknown")
REFUSED = (400, "general_argument_invalid")


def make(shop: Shop, key: str, columns: list[Any], type: str = "key", **options: Any) -> tuple[int, str | None]:
    """Make an index and return the outcome."""
    return shop.call("POST", f"{TABLE}/indexes", {"key": key, "type": type, "attributes": columns, **options}).outcome


def change(shop: Shop, key: str, **values: Any) -> tuple[int, str | None]:
    """Change a text column and return the outcome."""
    sent = {"required": False, "default": None, **values}
    return shop.call("PATCH", f"{TABLE}/attributes/string/{key}", sent).outcome


@pytest.mark.parametrize(
    ("columns", "type", "options", "outcome"),
    [
        (["$id", "$createdAt", "$updatedAt"], "key", {}, (202, None)),
        (["$sequence"], "key", {}, REFUSED),
        (["$permissions"], "key", {}, REFUSED),
        (["$id"], "fulltext", {}, (202, None)),
        (["$createdAt"], "fulltext", {}, INDEX_INVALID),
        (["$id"], "spatial", {}, INDEX_INVALID),
        (["$id", "name"], "key", {}, INDEX_INVALID),
        (["name"], "key", {"lengths": [700]}, (202, None)),
        (["name"], "key", {"lengths": [701]}, INDEX_INVALID),
        (["name"], "key", {"lengths": [-1]}, INDEX_INVALID),
        (["NAME"], "key", {}, UNKNOWN),
        (["exact", "age"], "key", {}, (202, None)),
        (["exact", "age", "$createdAt"], "key", {}, INDEX_INVALID),
        (["exact", "weight"], "key", {}, INDEX_INVALID),
        (["here"], "spatial", {}, (202, None)),
        (["here", "there"], "spatial", {}, INDEX_INVALID),
        (["ghost", "tags"], "key", {}, UNKNOWN),
        ([["age"]], "key", {}, REFUSED),
        ([{"age": 1}], "key", {}, REFUSED),
        (["tags", "ghost"], "key", {}, INDEX_INVALID),
        (["age"], "KEY", {}, INDEX_INVALID),
        (["ghost"], "Unique", {}, UNKNOWN),
        (["age"], "trigram", {}, REFUSED),
    ],
    ids=str,
)
def test_an_index_is_on_columns_the_id_or_the_times_of_rows_as_far_as_there_is_room(
    columns: list[Any], type: str, options: dict[str, Any], outcome: tuple[int, str | None]
) -> None:
    assert make(Shop(COLUMNS), "i", columns, type, **options) == outcome


def test_a_column_does_not_outgrow_its_table_or_an_index_that_it_is_in() -> None:
    shop = Shop(COLUMNS, indexes=[{"key": "i", "attributes": ["city"]}])
    assert change(shop, "name", size=16_381) == (400, "attribute_limit_exceeded")
    assert change(shop, "city", size=769) == INDEX_INVALID
    assert change(shop, "city", size=768) == (200, None)


def test_keys_of_columns_and_indexes_are_the_same_in_any_letter_case() -> None:
    shop = Shop(COLUMNS, indexes=[{"key": "byAge", "attributes": ["age"]}])
    assert shop.call("GET", f"{TABLE}/attributes/AGE").body["key"] == "age"
    assert shop.call("GET", f"{TABLE}/indexes/byage").body["key"] == "byAge"
    taken = shop.call("POST", f"{TABLE}/attributes/integer", {"key": "Age", "required": False})
    assert taken.outcome == (409, "attribute_already_exists")
    assert change(shop, "city", newKey="AGE") == (409, "attribute_already_exists")
    assert change(shop, "city", newKey="City") == (200, None)
    assert make(shop, "BYAGE", ["name"]) == (409, "index_already_exists")
    assert shop.call("DELETE", f"{TABLE}/indexes/BYAGE").status == 204
    assert shop.call("DELETE", f"{TABLE}/attributes/AGE").status == 204


def test_an_index_loses_a_deleted_column_and_goes_when_nothing_new_is_left() -> None:
    shop = Shop(COLUMNS, indexes=[{"key": "one", "attributes": ["age"]}])
    assert make(shop, "wide", ["city", "name"], lengths=[50, 60], orders=["ASC", "DESC"]) == (202, None)
    assert make(shop, "like", ["city", "age"]) == (202, None)
    assert shop.call("DELETE", f"{TABLE}/attributes/city").status == 204
    indexes = shop.call("GET", f"{TABLE}/indexes").body["indexes"]
    assert [(item["key"], item["attributes"], item["lengths"], item["orders"]) for item in indexes] == [
        ("one", ["age"], [0], []),
        ("wide", ["name"], [60], ["DESC"]),
    ]


def test_a_list_is_refused_before_anything_else_by_the_same_name_in_both_services() -> None:
    shop = Shop(COLUMNS)
    sent = {"key": "i", "type": "key", "columns": ["tags", "tags"]}
    assert shop.call("POST", "/tablesdb/main/tables/pets/indexes", sent).outcome == INDEX_INVALID
    sent["columns"] = ["age", "age"]
    assert shop.call("POST", "/tablesdb/main/tables/pets/indexes", sent).outcome == (400, "column_index_invalid")


def test_a_table_has_as_many_indexes_as_the_database_takes_and_none_of_the_name_of_its_own() -> None:
    shop = Shop(COLUMNS)
    assert make(shop, "Primary", ["age"]) == INDEX_INVALID
    for number in range(59):
        assert make(shop, f"i{number}", ["age"]) == (202, None)
    assert make(shop, "one-more", ["ghost"]) == (400, "index_limit_exceeded")
