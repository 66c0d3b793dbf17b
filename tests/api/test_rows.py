"""Rows one at a time: what is stored, what is refused, and what an answer shows (databases.md §6 to §8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import Shop, query

INVALID = (400, "document_invalid_structure")


def test_a_row_is_the_same_by_both_names() -> None:
    shop = Shop()
    made = shop.create("tom", name="Tom")
    read = shop.call("GET", f"{shop.new_path}/tom")
    assert (made.status, read.status) == (201, 200)
    assert (made.body["$collectionId"], read.body["$tableId"]) == ("pets", "pets")
    assert made.body["$sequence"] == read.body["$sequence"] == "1"


def test_what_is_not_sent_is_the_default_or_null_and_a_list_is_empty() -> None:
    body = Shop().create("tom", name="Tom").body
    assert (body["age"], body["email"], body["tags"]) == (18, None, [])


@pytest.mark.parametrize(
    "data",
    [
        {"name": 5}, {"name": "x" * 21}, {"age": "5"}, {"age": 1.0}, {"age": True}, {"age": 121}, {"weight": "1.5"},
        {"email": "no"}, {"email": ""}, {"born": 5}, {"born": "2030-13-01"}, {"tags": "a"}, {"tags": [1]}, {"tags": ["x" * 11]},
        {"kind": "CAT"}, {"color": "red"}, {"$color": "red"},
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_by_name_in_the_words_of_the_path(data: dict[str, Any]) -> None:
    shop = Shop()
    refused = shop.create("tom", **data)
    assert refused.outcome == INVALID
    assert f'"{next(iter(data))}"' in refused.body["message"] or "tags" in data
    by_new_name = shop.call("POST", shop.new_path, {"rowId": "tom", "data": data})
    assert by_new_name.outcome == (400, "row_invalid_structure")
    assert shop.ids() == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"born": "2030-01-02T03:04:05+02:00"}, "2030-01-02T01:04:05.000+00:00"),
        ({"born": "2030-01-02"}, "2030-01-02T00:00:00.000+00:00"),
        ({"weight": 2.0}, 2),
        ({"tags": {"0": "a"}}, ["a"]),
        ({"tags": [None]}, [None]),
        ({"age": None}, 18),
        ({"name": "é" * 20}, "é" * 20),
    ],
    ids=str,
)
def test_a_value_is_shown_as_the_database_keeps_it(sent: dict[str, Any], shown: Any) -> None:
    shop = Shop()
    shop.create("tom", **sent)
    read = shop.call("GET", f"{shop.path}/tom").body[next(iter(sent))]
    assert (read, type(read)) == (shown, type(shown))


@pytest.mark.parametrize(
    ("column", "sent", "shown"),
    [("integer", [1, None], [1, 0]), ("float", [None, 1.5], [0, 1.5]), ("boolean", [True, None], [True, False]),
     ("datetime", [None], [None]), ("email", [None], [None])],
    ids=str,
)  # fmt: skip
def test_null_in_a_list_is_nought_or_false_where_the_server_casts_and_refused_where_a_value_is_required(
    column: str, sent: list[Any], shown: list[Any]
) -> None:
    shop = Shop({"all": {"type": column, "array": True}})
    made = shop.create("tom", all=sent).body["all"]
    assert (made, list(map(type, made))) == (shown, list(map(type, shown)))
    shop = Shop({"all": {"type": column, "array": True, "required": True}})
    assert shop.create("tom", all=sent).outcome == INVALID
    assert shop.create("tom", all=[]).status == 201


@pytest.mark.parametrize("column", [{}, {"array": True}], ids=["one", "list"])
def test_a_text_that_is_encrypted_has_less_room_than_its_column_says(column: dict[str, Any]) -> None:
    shop = Shop({"secret": {"type": "string", "size": 200, "encrypt": True, **column}})
    for length, outcome in ((50, (201, None)), (70, INVALID), (200, INVALID)):
        value = "x" * length
        assert shop.create(f"r{length}", secret=[value] if column else value).outcome == outcome


def test_a_point_sent_as_a_map_of_numbers_is_a_list_as_for_php() -> None:
    shop = Shop({"at": "point", "way": "line"})
    made = shop.create("tom", at={"0": 1, "1": 2}, way=[{"0": 0, "1": 1}, [1, 1]]).body
    assert (made["at"], made["way"]) == ([1, 2], [[0, 1], [1, 1]])
    assert shop.create("ann", at={"x": 1, "y": 2}).outcome == INVALID


def test_what_is_required_must_be_there_before_anything_else_is_looked_at() -> None:
    shop = Shop({"name": {"type": "string", "required": True}, "age": "integer"})
    for data in ({"age": "wrong"}, {"name": None, "age": 1}):
        refused = shop.create("tom", **data)
        assert refused.outcome == INVALID
        assert '"name"' in refused.body["message"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"documentId": "tom"},
        {"data": {"name": "Tom"}},
        {"documentId": "tom", "data": {}},
        {"documentId": "0", "data": {"name": "Tom"}},
    ],
)
def test_a_row_needs_an_id_and_data(body: dict[str, Any]) -> None:
    shop = Shop()
    assert shop.call("POST", shop.path, body).outcome == (400, "document_missing_data")


def test_an_id_is_taken_in_any_letter_case() -> None:
    shop = Shop()
    shop.create("tom", name="Tom")
    assert shop.create("TOM", name="Tom").outcome == (409, "document_already_exists")
    assert shop.call("GET", f"{shop.path}/TOM").body["$id"] == "tom"


def test_a_unique_value_is_taken_in_any_letter_case_and_null_never_is() -> None:
    shop = Shop(indexes=[{"attributes": ["email"], "type": "unique"}])
    assert shop.create("a", email="a@example.com").status == 201
    assert shop.create("b", email="A@Example.com").outcome == (409, "document_already_exists")
    assert [shop.create(id, name="x").status for id in ("c", "d")] == [201, 201]
    assert shop.call("PATCH", f"{shop.path}/c", {"data": {"email": "a@example.com"}}).outcome == (
        409,
        "document_already_exists",
    )
    assert shop.call("PATCH", f"{shop.path}/a", {"data": {"email": "a@example.com", "name": "y"}}).status == 200


def test_an_update_changes_what_is_sent_and_keeps_the_rest() -> None:
    shop = Shop()
    shop.create("tom", name="Tom", age=3)
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": {"age": 4}}).body["name"] == "Tom"
    assert shop.call("PATCH", f"{shop.path}/tom", {}).outcome == (400, "document_missing_payload")
    assert shop.call("PATCH", f"{shop.path}/ghost", {"data": {"age": 4}}).outcome == (404, "document_not_found")


def test_an_upsert_makes_or_changes_and_keeps_what_is_not_sent() -> None:
    shop = Shop()
    assert shop.call("PUT", f"{shop.path}/tom", {"data": {"name": "Tom", "age": 3}}).status == 200
    changed = shop.call("PUT", f"{shop.path}/tom", {"data": {"age": 4}})
    assert (changed.body["name"], changed.body["age"]) == ("Tom", 4)


def test_an_upsert_uses_a_number_up_whether_it_changes_a_row_or_fails() -> None:
    shop = Shop(indexes=[{"attributes": ["email"], "type": "unique"}])
    shop.create("tom", email="a@example.com")
    shop.create("ann", email="b@example.com")
    assert shop.call("PUT", f"{shop.path}/ann", {"data": {"name": "Ann"}}).status == 200
    taken = shop.call("PUT", f"{shop.path}/ann", {"data": {"email": "A@example.com"}})
    assert taken.outcome == (409, "document_already_exists")
    assert shop.create("eve", name="Eve").body["$sequence"] == "5"


def test_a_taken_unique_value_is_a_conflict_for_an_upsert_and_a_phantom_with_exact() -> None:
    for exact, outcome in ((False, (409, "document_already_exists")), (True, (200, None))):
        shop = Shop(exact=exact, indexes=[{"attributes": ["email"], "type": "unique"}])
        shop.create("a", email="a@example.com")
        assert shop.call("PUT", f"{shop.path}/b", {"data": {"email": "a@example.com"}}).outcome == outcome
        assert shop.ids() == ["a"]


def test_a_deleted_row_is_gone_and_its_id_is_free() -> None:
    shop = Shop()
    shop.create("tom", name="Tom")
    assert shop.call("GET", f"{shop.path}/tom").header("x-debug-operations") == "1"
    deleted, again = (shop.call("DELETE", f"{shop.path}/tom") for _ in range(2))
    assert (deleted.status, deleted.header("x-debug-operations")) == (204, "1")
    assert (again.outcome, again.header("x-debug-operations")) == ((404, "document_not_found"), None)
    assert shop.create("tom", name="Tom").body["$sequence"] == "2"


def test_counting_keeps_the_limit_of_the_call_and_not_that_of_the_column() -> None:
    shop = Shop()
    shop.create("tom", name="Tom", age=119)
    path = f"{shop.path}/tom"
    assert shop.call("PATCH", f"{path}/age/increment", {"value": 5}).body["age"] == 124
    assert shop.call("PATCH", f"{path}/age/increment", {"max": 124}).outcome == (400, "attribute_limit_exceeded")
    assert shop.call("PATCH", f"{path}/age/decrement", {"value": 100}).body["age"] == 24
    assert shop.call("PATCH", f"{path}/name/increment", {}).outcome == (400, "attribute_type_invalid")
    assert shop.call("PATCH", f"{path}/none/increment", {}).outcome == (404, "attribute_not_found")
    assert shop.call("PATCH", f"{shop.path}/ghost/name/increment", {}).outcome == (400, "attribute_type_invalid")
    assert shop.call("PATCH", f"{shop.path}/ghost/age/increment", {}).outcome == (404, "attribute_not_found")
    for column, step in (("age", 2**63 - 1), ("age", "1e400"), ("weight", "1e400")):
        too_far = shop.call("PATCH", f"{path}/{column}/increment", {"value": step})
        assert too_far.outcome == (400, "attribute_limit_exceeded")


@pytest.mark.parametrize(
    ("column", "operator", "values", "result"),
    [
        ("age", "increment", [5], 15), ("age", "increment", [5, 12], 12), ("age", "divide", [4], 2), ("age", "power", [2], 100),
        ("name", "stringConcat", ["my"], "Tommy"), ("tags", "arrayAppend", ["b"], ["a", "b"]),
        ("age", "increment", ["5"], 15), ("age", "increment", ["1e1", "15"], 15), ("weight", "power", [2], 16), ("age", "multiply", [2, None], 20),
        ("tags", "arrayFilter", ["notEqual", "a"], []), ("born", "dateAddDays", [1], "2030-01-02T00:00:00.000+00:00"),
        ("age", "decrement", [4], 6), ("age", "decrement", [4, 8], 8), ("age", "modulo", [4], 2), ("tags", "arrayUnique", [], ["a"]),
        ("tags", "arrayFilter", ["lessThanEqual", "b"], ["a"]), ("tags", "arrayFilter", ["lessThanEqual", "a"], ["a"]),
        ("tags", "arrayFilter", ["lessThan", "a"], []), ("tags", "arrayFilter", ["greaterThanEqual", "a"], ["a"]),
        ("tags", "arrayFilter", ["greaterThan", "a"], []), ("tags", "arrayFilter", ["equal", "a"], ["a"]),
        ("born", "dateSubDays", [1], "2029-12-31T00:00:00.000+00:00"), ("born", "dateSubDays", [-1], "2030-01-02T00:00:00.000+00:00"),
    ],
    ids=str,
)  # fmt: skip
def test_an_update_may_say_what_to_do_with_a_value(column: str, operator: str, values: list[Any], result: Any) -> None:
    shop = Shop()
    shop.create("tom", name="Tom", age=10, weight=-4, tags=["a"], born="2030-01-01")
    sent = {column: {"method": operator, "values": values}}
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": sent}).body[column] == result


@pytest.mark.parametrize(
    ("column", "operator", "values"),
    [("age", "toggle", []), ("name", "increment", [1]), ("age", "divide", [0]), ("age", "power", [10**9]), ("born", "dateAddDays", [10**9]),
     ("weight", "power", [0.5]), ("weight", "multiply", [1e308]), ("age", "increment", [True]), ("age", "increment", [1, "x"]), ("age", "increment", [None]),
     ("name", "stringConcat", ["x" * 20]), ("tags", "arrayAppend", [5]), ("tags", "arrayUnique", ["a"])],
    ids=str,
)  # fmt: skip
def test_an_operator_that_does_not_fit_is_refused(column: str, operator: str, values: list[Any]) -> None:
    shop = Shop()
    shop.create("tom", name="Tom", age=10, weight=-4, tags=["a"], born="2030-01-01")
    sent = {column: {"method": operator, "values": values}}
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": sent}).outcome == INVALID
    assert shop.ids() == ["tom"]


@pytest.mark.parametrize(("version", "outcome"), [("1.8.0", INVALID), ("1.8.1", (200, None))])
def test_releases_before_operators_take_them_for_values(version: str, outcome: tuple[int, str | None]) -> None:
    shop = Shop(version=version)
    shop.create("tom", name="Tom", age=10)
    sent = {"age": {"method": "increment", "values": [5]}}
    assert shop.call("PATCH", f"{shop.path}/tom", {"data": sent}).outcome == outcome


def test_many_rows_are_made_changed_and_deleted_all_or_none() -> None:
    shop = Shop(indexes=[{"attributes": ["email"], "type": "unique"}])
    made = shop.call("POST", shop.path, {"documents": [{"$id": "a", "name": "A"}, {"$id": None, "name": "B"}]})
    assert (made.status, made.body["total"]) == (201, 2)
    taken = shop.call("POST", shop.path, {"documents": [{"$id": "c"}, {"$id": "a", "name": "x"}]})
    assert taken.outcome == (409, "document_already_exists")
    both = shop.call("PATCH", shop.path, {"data": {"email": "x@example.com"}})
    assert both.outcome == (409, "document_already_exists")
    assert [row["email"] for row in shop.page().body["documents"]] == [None, None]
    wanted = [query("equal", "name", "A")]
    changed = shop.call("PATCH", shop.path, {"data": {"age": 9}, "queries": [_text(each) for each in wanted]})
    assert [row["age"] for row in changed.body["documents"]] == [9]
    assert shop.call("DELETE", shop.path, {}).body["total"] == 2
    assert shop.ids() == []


def _text(wanted: dict[str, Any]) -> str:
    import json

    return json.dumps(wanted)


@pytest.mark.parametrize(
    ("exact", "outcome"), [(True, (500, "general_unknown")), (False, (400, "general_argument_invalid"))]
)
def test_what_breaks_the_server_is_a_400_by_default(*, exact: bool, outcome: tuple[int, str]) -> None:
    shop = Shop(exact=exact)
    assert shop.call("POST", shop.path, {"documentId": "tom", "data": None}).outcome == outcome
    shop.create("tom", name="Tom")
    beyond = [_text(query("cursorAfter", "", "tom"))]
    assert shop.call("PATCH", shop.path, {"data": {"age": 5}, "queries": beyond}).outcome == outcome
    assert shop.call("DELETE", shop.path, {"queries": beyond}).outcome == outcome
    assert shop.ids() == ["tom"]


def test_the_number_of_a_row_is_a_number_for_older_clients_and_releases() -> None:
    shop = Shop()
    old = shop.stage.call("GET", shop.path, X_Appwrite_Key=shop.stage.key, X_Appwrite_Response_Format="1.8.0")
    shop.create("tom", name="Tom")
    old = shop.stage.call("GET", f"{shop.path}/tom", X_Appwrite_Key=shop.stage.key, X_Appwrite_Response_Format="1.8.0")
    assert old.body["$sequence"] == 1
    assert Shop(version="1.8.1").create("tom", name="Tom").body["$sequence"] == 1
    assert "$sequence" not in Shop(version="1.6.2").create("tom", name="Tom").body


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tablesdb/transactions", "Transactions"),
        ("/databases/usage", "Usage"),
        ("/databases/main/collections/pets/attributes/relationship", "Relationships"),
    ],
)
def test_what_is_not_emulated_is_refused_by_name(path: str, name: str) -> None:
    shop = Shop(exact=False)
    refused = shop.call("POST", path, {})
    assert refused.outcome == (404, "general_route_not_found")
    assert refused.body["message"].startswith(name)
    staged = shop.call("POST", shop.path, {"documentId": "a", "data": {"name": "A"}, "transactionId": "t1"})
    assert staged.outcome == (404, "transaction_not_found")
