"""What a change looks at, and what it makes of numbers and of null (databases.md §7, §8, §11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import Shop

INVALID = (400, "document_invalid_structure")
ATTRIBUTES = "/databases/main/collections/pets/attributes"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("PATCH", "string/name", {"required": True, "default": None}), {"name": None}),
        (("POST", "boolean", {"key": "calm", "required": True}), {"calm": None}),
        (("PATCH", "enum/kind", {"required": False, "default": None, "elements": ["dog"]}), {"kind": "cat"}),
        (("PATCH", "integer/age", {"required": False, "default": None, "min": 10, "max": 120}), {"age": 3}),
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/tom", ""], ids=["one row", "many rows"])
def test_an_update_looks_only_at_what_is_sent_of_a_row_that_its_table_would_not_take_any_more(
    path: str, change: tuple[str, str, Any], wrong: dict[str, Any]
) -> None:
    shop = Shop()
    shop.create("tom", age=3, kind="cat")
    assert shop.call(change[0], f"{ATTRIBUTES}/{change[1]}", change[2]).status < 300
    assert shop.call("PATCH", f"{shop.path}{path}", {"data": {"weight": 4}}).status == 200
    refused = shop.call("PATCH", f"{shop.path}{path}", {"data": {"weight": 5} | wrong})
    assert refused.outcome == INVALID
    assert f'"{next(iter(wrong))}"' in refused.body["message"]
    assert shop.call("GET", f"{shop.path}/tom").body["weight"] == 4


def test_a_number_that_was_counted_beyond_its_bounds_is_no_obstacle_to_other_changes() -> None:
    shop = Shop()
    shop.create("tom", age=120)
    assert shop.call("PATCH", f"{shop.path}/tom/age/increment", {}).body["age"] == 121
    for method in ("PATCH", "PUT"):
        assert shop.call(method, f"{shop.path}/tom", {"data": {"name": method}}).body["age"] == 121
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": {"age": 121}}).outcome == INVALID


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/tom"), ("PUT", "/tom"), ("PUT", "/new"), ("PATCH", "")])
def test_of_two_values_that_do_not_fit_the_one_sent_first_is_named(method: str, path: str) -> None:
    shop = Shop()
    shop.create("tom", name="Tom")
    refused = shop.call(method, f"{shop.path}{path}", {"data": {"age": "x", "name": 5}})
    assert refused.outcome == INVALID
    assert '"age"' in refused.body["message"]


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/tom"), ("PUT", "/tom"), ("PATCH", "")])
def test_null_that_is_sent_takes_the_default_and_null_that_is_not_sent_stays(method: str, path: str) -> None:
    shop = Shop()
    shop.create("tom", age=3)
    assert shop.call("POST", f"{ATTRIBUTES}/integer", {"key": "lives", "required": False, "default": 9}).status == 202
    assert shop.call(method, f"{shop.path}{path}", {"data": {"age": None}}).status == 200
    stored = shop.call("GET", f"{shop.path}/tom").body
    assert (stored["age"], stored["lives"]) == (18, None)


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


@pytest.mark.parametrize("kind", ["integer", "bigint"])
def test_the_least_number_of_64_bits_is_a_whole_number_and_the_one_below_is_none(kind: str) -> None:
    shop = Shop({"number": kind})
    assert shop.create("least", number=-(2**63)).body["number"] == -(2**63)
    assert shop.create("next", number=-(2**63) - 1).outcome == INVALID
