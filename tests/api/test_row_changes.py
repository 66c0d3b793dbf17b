"""What a change makes of a whole row, of its numbers and of null (databases.md §7, §8, §11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import Shop

INVALID = (400, "document_invalid_structure")
ATTRIBUTES = "/databases/main/collections/pets/attributes"


@pytest.mark.parametrize(
    ("change", "mended"),
    [
        (("PATCH", "string/name", {"required": True, "default": None}), {"name": "Tom"}),
        (("POST", "boolean", {"key": "calm", "required": True}), {"calm": True}),
        (("PATCH", "enum/kind", {"required": False, "default": None, "elements": ["dog"]}), {"kind": "dog"}),
        (("PATCH", "integer/age", {"required": False, "default": None, "min": 10, "max": 120}), {"age": 10}),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_row_that_its_table_would_not_take_any_more_is_mended_by_the_call_that_changes_it(
    method: str, change: tuple[str, str, Any], mended: dict[str, Any]
) -> None:
    shop = Shop()
    shop.create("tom", age=3, kind="cat")
    assert shop.call(change[0], f"{ATTRIBUTES}/{change[1]}", change[2]).status < 300
    refused = shop.call(method, f"{shop.path}/tom", {"data": {"weight": 4}})
    assert refused.outcome == INVALID
    assert f'"{next(iter(mended))}"' in refused.body["message"]
    assert shop.call(method, f"{shop.path}/tom", {"data": {"weight": 4} | mended}).status == 200


def test_a_number_that_was_counted_beyond_its_bounds_has_to_be_mended_too() -> None:
    shop = Shop()
    shop.create("tom", age=120)
    assert shop.call("PATCH", f"{shop.path}/tom/age/increment", {}).body["age"] == 121
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": {"name": "Tom"}}).outcome == INVALID
    # Many at once are not looked at as a whole.
    assert shop.call("PATCH", shop.path, {"data": {"name": "Tom"}}).status == 200
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": {"age": 5}}).status == 200


@pytest.mark.parametrize(
    ("method", "path", "named"),
    [("PATCH", "/tom", "name"), ("PUT", "/tom", "age"), ("PUT", "/new", "age"), ("PATCH", "", "age")],
)
def test_of_two_values_that_do_not_fit_one_is_named_as_the_call_looks_at_them(
    method: str, path: str, named: str
) -> None:
    shop = Shop()
    shop.create("tom", name="Tom")
    refused = shop.call(method, f"{shop.path}{path}", {"data": {"age": "x", "name": 5}})
    assert refused.outcome == INVALID
    assert f'"{named}"' in refused.body["message"]


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_change_gives_null_its_default(method: str) -> None:
    shop = Shop()
    shop.create("tom", name="Tom")
    assert shop.call("POST", f"{ATTRIBUTES}/integer", {"key": "lives", "required": False, "default": 9}).status == 202
    assert shop.call("GET", f"{shop.path}/tom").body["lives"] is None
    assert shop.call(method, f"{shop.path}/tom", {"data": {"name": "Tim"}}).body["lives"] == 9
    assert shop.call("GET", f"{shop.path}/tom").body["lives"] == 9


def test_null_for_many_rows_is_stored_as_null_and_answered_with_the_default() -> None:
    shop = Shop()
    shop.create("tom", age=3)
    assert shop.call("PATCH", shop.path, {"data": {"age": None}}).body["documents"][0]["age"] == 18
    assert shop.call("GET", f"{shop.path}/tom").body["age"] is None


def test_of_many_changed_rows_a_hundred_are_shown_and_all_are_counted() -> None:
    shop = Shop()
    for number in range(101):
        shop.create(f"pet{number}", age=1)
    changed = shop.call("PATCH", shop.path, {"data": {"age": 2}}).body
    assert (changed["total"], len(changed["documents"])) == (101, 100)
    assert {row["age"] for row in shop.page({"method": "limit", "values": [200]}).body["documents"]} == {2}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [(1e16, 10**16), (1e17, 1e17), (2**53 + 1, 2**53), (2**62, 4.611686018427388e18), (-0.0, 0), (1.5, 1.5)],
    ids=str,
)
def test_a_float_is_rounded_and_written_as_php_does(sent: float, shown: float) -> None:
    body = Shop().create("tom", weight=sent).body
    assert (body["weight"], type(body["weight"])) == (shown, type(shown))


@pytest.mark.parametrize(("kind", "status"), [("integer", 400), ("bigint", 201)])
def test_the_least_number_of_64_bits_is_for_bigint_only(kind: str, status: int) -> None:
    shop = Shop({"number": kind})
    assert shop.create("least", number=-(2**63)).status == status
    assert shop.create("next", number=1 - 2**63).status == 201
