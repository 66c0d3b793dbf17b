"""Databases, tables, columns and indexes by both names (databases.md §1 to §5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stage import Answer, Stage
from tests.api.tables_project import Shop

NAMES = {
    "databases": {"table": "collection", "column": "attribute", "index": "index", "row": "document"},
    "tablesdb": {"table": "table", "column": "column", "index": "column_index", "row": "row"},
}
SERVICES = sorted(NAMES)


def set_up(service: str, version: str = "1.9.6", *, exact: bool = True) -> Stage:
    """A database `main` with the table `pets`, made by the names of a service."""
    stage = Stage(version, exact=exact)
    names = NAMES[service]
    assert stage.by_key("POST", f"/{service}", {"databaseId": "main", "name": "Main"}).status == 201
    table = {f"{names['table']}Id": "pets", "name": "Pets"}
    assert stage.by_key("POST", f"/{service}/main/{names['table']}s", table).status == 201
    return stage


def column(stage: Stage, service: str, kind: str, **values: Any) -> Answer:
    """Add a column to the table."""
    names = NAMES[service]
    path = f"/{service}/main/{names['table']}s/pets/{names['column']}s/{kind}"
    return stage.by_key("POST", path, {"required": False, **values})


@pytest.mark.parametrize("service", SERVICES)
def test_errors_are_named_in_the_words_of_the_path(service: str) -> None:
    stage, names = set_up(service), NAMES[service]
    pets = f"/{service}/main/{names['table']}s/pets"
    table, columns = names["table"], f"{names['column']}s"
    assert column(stage, service, "integer", key="age").status == 202
    calls: list[tuple[str, str, dict[str, Any], tuple[int, str]]] = [
        ("GET", f"/{service}/ghost", {}, (404, "database_not_found")),
        ("POST", f"/{service}", {"databaseId": "MAIN", "name": "x"}, (409, "database_already_exists")),
        ("GET", f"/{service}/main/{table}s/ghost", {}, (404, f"{table}_not_found")),
        ("POST", f"/{service}/main/{table}s", {f"{table}Id": "pets", "name": "x"}, (409, f"{table}_already_exists")),
        ("GET", f"{pets}/{columns}/ghost", {}, (404, f"{names['column']}_not_found")),
        ("GET", f"{pets}/indexes/ghost", {}, (404, f"{names['index']}_not_found")),
        ("POST", f"{pets}/indexes", {"key": "i", "type": "key", columns: ["no"]}, (400, f"{names['column']}_unknown")),
        (
            "POST",
            f"{pets}/indexes",
            {"key": "i", "type": "fulltext", columns: ["age"]},
            (400, f"{names['index']}_invalid"),
        ),
        ("GET", f"{pets}/{names['row']}s/ghost", {}, (404, f"{names['row']}_not_found")),
    ]
    for method, path, body, outcome in calls:
        assert stage.by_key(method, path, body).outcome == outcome, path
    assert column(stage, service, "integer", key="age").outcome == (409, f"{names['column']}_already_exists")


def test_what_one_service_makes_the_other_knows_but_for_its_list_of_databases() -> None:
    stage = set_up("tablesdb")
    assert stage.by_key("GET", "/databases/main/collections/pets").body["documentSecurity"] is False
    assert stage.by_key("GET", "/databases").body["total"] == 0
    assert stage.by_key("GET", "/tablesdb").body["total"] == 1
    assert stage.by_key("GET", "/tablesdb/main/collections/pets").status == 404


def test_a_column_is_there_with_the_call_that_makes_it() -> None:
    stage = set_up("databases")
    assert column(stage, "databases", "string", key="name", size=20).body["status"] == "processing"
    listed = stage.by_key("GET", "/databases/main/collections/pets/attributes").body
    assert [(item["key"], item["status"]) for item in listed["attributes"]] == [("name", "available")]
    row = {"documentId": "tom", "data": {"name": "Tom"}}
    assert stage.by_key("POST", "/databases/main/collections/pets/documents", row).status == 201


@pytest.mark.parametrize(
    ("kind", "values", "error"),
    [
        ("string", {"size": 3, "default": "long"}, "attribute_value_invalid"),
        ("string", {"size": 9, "default": "x", "required": True}, "attribute_default_unsupported"),
        ("string", {"size": 9, "default": "x", "array": True}, "attribute_default_unsupported"),
        ("string", {"size": 0}, "general_argument_invalid"),
        ("string", {"size": 20, "encrypt": True}, "general_bad_request"),
        ("integer", {"min": 5, "max": 1}, "attribute_value_invalid"),
        ("integer", {"default": "9"}, "general_argument_invalid"),
        ("enum", {"elements": ["a"], "default": "b"}, "attribute_value_invalid"),
        ("email", {"default": "x"}, "general_argument_invalid"),
        ("url", {"default": "http://a_b.com"}, "general_argument_invalid"),
        ("point", {"default": [1]}, "general_argument_invalid"),
        ("boolean", {"key": "_x"}, "general_argument_invalid"),
    ],
    ids=str,
)
def test_a_column_that_makes_no_sense_is_refused(kind: str, values: dict[str, Any], error: str) -> None:
    assert column(set_up("databases"), "databases", kind, **{"key": "a", **values}).outcome == (400, error)


def test_the_columns_of_a_table_have_room_for_so_many_bytes() -> None:
    stage = set_up("databases")
    assert column(stage, "databases", "string", key="a", size=16000).status == 202
    assert column(stage, "databases", "string", key="b", size=16000).outcome == (400, "attribute_limit_exceeded")
    assert column(stage, "databases", "text", key="c").status in (202, 400)


def test_a_renamed_column_keeps_its_values_and_a_deleted_one_loses_them() -> None:
    shop = Shop(
        {"name": {"type": "string", "size": 20}, "age": "integer"}, indexes=[{"key": "i", "attributes": ["age"]}]
    )
    shop.create("tom", name="Tom", age=3)
    path = "/databases/main/collections/pets/attributes"
    renamed = {"required": False, "default": None, "newKey": "title"}
    assert shop.call("PATCH", f"{path}/string/name", renamed).body["key"] == "title"
    assert shop.call("GET", f"{shop.path}/tom").body["title"] == "Tom"
    assert shop.call("DELETE", f"{path}/age").status == 204
    assert "age" not in shop.call("GET", f"{shop.path}/tom").body
    assert shop.call("GET", "/databases/main/collections/pets/indexes").body["total"] == 0
    assert shop.call("POST", f"{path}/string", {"key": "age", "size": 5, "required": False}).status == 202
    assert shop.call("GET", f"{shop.path}/tom").body["age"] is None


def test_a_text_column_cannot_become_too_small_for_what_it_holds() -> None:
    shop = Shop({"name": {"type": "string", "size": 20}})
    shop.create("tom", name="Thomas")
    change = {"required": False, "default": None, "size": 3}
    refused = shop.call("PATCH", "/databases/main/collections/pets/attributes/string/name", change)
    assert refused.outcome == (400, "attribute_invalid_resize")


def test_a_unique_index_on_rows_that_contradict_it_fails() -> None:
    shop = Shop({"name": {"type": "string", "size": 20}})
    for id in ("a", "b"):
        shop.create(id, name="Tom")
    made = shop.call(
        "POST", "/databases/main/collections/pets/indexes", {"key": "u", "type": "unique", "attributes": ["name"]}
    )
    assert made.status == 202
    assert made.body["error"] == ""
    read = shop.call("GET", "/databases/main/collections/pets/indexes/u").body
    assert (read["status"], bool(read["error"])) == ("failed", True)
    assert shop.create("c", name="Tom").status == 201


def test_a_table_may_come_with_columns_and_indexes_or_is_not_made() -> None:
    stage = Stage()
    stage.by_key("POST", "/tablesdb", {"databaseId": "main", "name": "Main"})
    columns = [{"key": "name", "type": "string", "size": 20, "required": True}, {"key": "at", "type": "datetime"}]
    good = {
        "tableId": "good",
        "name": "Good",
        "columns": columns,
        "indexes": [{"key": "i", "type": "key", "attributes": ["at"]}],
    }
    assert stage.by_key("POST", "/tablesdb/main/tables", good).body["columns"] == []
    assert [item["key"] for item in stage.by_key("GET", "/tablesdb/main/tables/good").body["columns"]] == ["name", "at"]
    bad = {**good, "tableId": "bad", "columns": [{"key": "mail", "type": "email"}]}
    assert stage.by_key("POST", "/tablesdb/main/tables", bad).outcome == (400, "general_argument_invalid")
    assert stage.by_key("GET", "/tablesdb/main/tables/bad").outcome == (404, "table_not_found")


def test_a_disabled_table_or_database_is_gone_for_clients_and_there_for_keys() -> None:
    shop = Shop(permissions=['read("any")'])
    for path in ("/databases/main/collections/pets", "/databases/main"):
        assert shop.call("PUT", path, {"name": "x", "enabled": False}).status == 200
        assert shop.page(as_="").status == 404
        assert shop.page().status == 200
        assert shop.call("PUT", path, {"name": "x", "permissions": ['read("any")']}).status == 200
        assert shop.page(as_="").status == 200


def test_a_deleted_table_or_database_leaves_nothing_behind() -> None:
    shop = Shop()
    shop.create("tom", name="Tom")
    assert shop.call("DELETE", "/databases/main/collections/pets").status == 204
    assert shop.page().outcome == (404, "collection_not_found")
    shop.given.collection("main", "pets", attributes={"name": "string"})
    assert shop.ids() == []
    assert shop.call("DELETE", "/databases/main").status == 204
    assert shop.page().outcome == (404, "database_not_found")


def test_the_log_of_a_table_tells_who_changed_it() -> None:
    stage = set_up("tablesdb")
    column(stage, "tablesdb", "boolean", key="ok")
    logged = stage.by_key("GET", "/tablesdb/main/tables/pets/logs").body["logs"]
    assert [entry["event"] for entry in logged] == ["column.create", "table.create"]


@pytest.mark.parametrize(("version", "known"), [("1.5", True), ("1.6.2", True), ("1.7.4", False), ("1.9.6", False)])
def test_the_oldest_paths_mean_the_database_named_default_up_to_1_6(version: str, known: bool) -> None:
    stage = Stage(version)
    stage.by_key("POST", "/databases", {"databaseId": "default", "name": "Default"})
    made = stage.by_key("POST", "/database/collections", {"collectionId": "pets", "name": "Pets"})
    if not known:
        assert made.outcome == (404, "general_route_not_found")
        return
    assert made.body["databaseId"] == "default"
    string = {"key": "name", "size": 20, "required": True}
    assert stage.by_key("POST", "/database/collections/pets/attributes/string", string).status == 202
    row = stage.by_key("POST", "/database/collections/pets/documents", {"documentId": "rex", "data": {"name": "Rex"}})
    assert row.status == 201
    assert stage.by_key("GET", "/databases/default/collections/pets/documents/rex").body["name"] == "Rex"


@pytest.mark.parametrize(
    ("version", "missing"),
    [("1.6.2", "/tablesdb"), ("1.7.4", "/tablesdb"), ("1.8.1", "/databases/main/collections/pets/attributes/bigint")],
)
def test_an_older_release_lacks_what_came_later(version: str, missing: str) -> None:
    stage = set_up("databases", version, exact=False)
    assert stage.by_key("POST", missing, {"databaseId": "x", "name": "x"}).outcome == (404, "general_route_not_found")
    assert ("type" in stage.by_key("GET", "/databases/main").body) is (version == "1.8.1")
