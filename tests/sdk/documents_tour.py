"""The calls of a set-up script and of an application, by the official Python SDK: `documents_tour.py ENDPOINT PROJECT KEY`.

It runs in the environment of an older SDK too, and prints what it saw as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from appwrite.client import Client
from appwrite.exception import AppwriteException
from appwrite.query import Query
from appwrite.services import databases


def plain(answer: Any) -> Any:
    """Turn an answer into what was on the wire: the newest SDK makes objects of it."""
    return answer.to_dict() if hasattr(answer, "to_dict") else answer


def refusal(call: Any, *words: Any) -> str:
    """Return the type of the error that a call ends in."""
    try:
        call(*words)
    except AppwriteException as error:
        return str(error.type)
    return "nothing"


def queries() -> list[list[str]]:
    """Return lists of queries, each with one method."""
    return [
        [Query.equal("name", ["Ada"])],
        [Query.not_equal("name", "Ada")],
        [Query.less_than("age", 40)],
        [Query.less_than_equal("age", 36)],
        [Query.greater_than("age", 40)],
        [Query.greater_than_equal("age", 36)],
        [Query.between("age", 30, 40)],
        [Query.is_null("mail")],
        [Query.is_not_null("mail")],
        [Query.starts_with("name", "A")],
        [Query.ends_with("name", "b")],
        [Query.contains("tags", ["x"])],
        [Query.search("about", "enchant")],
        [Query.order_desc("age"), Query.limit(1), Query.offset(1)],
        [Query.order_asc("age"), Query.cursor_after("ada")],
        [Query.or_queries([Query.equal("age", [36]), Query.equal("age", [50])])],
        [Query.and_queries([Query.equal("age", [36]), Query.equal("name", ["Ada"])])],
        [Query.select(["name"])],
    ]


def legacy(client: Client) -> dict[str, Any]:
    """Set a collection up and use it, by the names that every release has."""
    service = databases.Databases(client)
    service.create("main", "Main")
    service.create_collection("main", "people", "People")
    service.create_string_attribute("main", "people", "name", 60, True)
    service.create_string_attribute("main", "people", "about", 500, False)
    service.create_string_attribute("main", "people", "tags", 20, False, None, True)
    service.create_integer_attribute("main", "people", "age", False, 0, 150)
    service.create_float_attribute("main", "people", "weight", False)
    service.create_boolean_attribute("main", "people", "ok", False, True)
    service.create_email_attribute("main", "people", "mail", False)
    service.create_url_attribute("main", "people", "page", False)
    service.create_ip_attribute("main", "people", "host", False)
    service.create_enum_attribute("main", "people", "kind", ["a", "b"], False)
    service.create_datetime_attribute("main", "people", "at", False)
    service.create_index("main", "people", "by_mail", "unique", ["mail"])
    service.create_index("main", "people", "words", "fulltext", ["about"])
    attributes = plain(service.list_attributes("main", "people"))
    service.create_document(
        "main",
        "people",
        "ada",
        {"name": "Ada", "age": 36, "mail": "ada@example.com", "tags": ["x"], "about": "Enchantress"},
    )
    service.create_document("main", "people", "bob", {"name": "Bob", "age": 50})
    found = [[row["$id"] for row in rows_of(service.list_documents("main", "people", asked))] for asked in queries()]
    service.update_document("main", "people", "bob", {"age": 51})
    one = plain(service.get_document("main", "people", "bob"))
    taken = refusal(service.create_document, "main", "people", "eve", {"name": "Eve", "mail": "ADA@example.com"})
    wrong = refusal(service.create_document, "main", "people", "eve", {"name": 5})
    service.delete_document("main", "people", "bob")
    service.update_boolean_attribute("main", "people", "ok", False, False)
    service.delete_index("main", "people", "words")
    service.delete_attribute("main", "people", "about")
    service.update_collection("main", "people", "Persons")
    left = len(rows_of(service.list_documents("main", "people")))
    service.delete_collection("main", "people")
    service.delete("main")
    return {
        "attributes": sorted(item["key"] for item in attributes["attributes"]),
        "found": found,
        "age": one.get("data", one)["age"],
        "refused": [taken, wrong],
        "left": left,
    }


def rows_of(answer: Any) -> list[dict[str, Any]]:
    """Return the rows of a list."""
    shown = plain(answer)
    rows: list[dict[str, Any]] = shown.get("documents") or shown.get("rows") or []
    return rows


def newer(client: Client) -> dict[str, Any]:
    """The same by the newer names, with what came with them."""
    from appwrite.services.tables_db import TablesDB

    service = TablesDB(client)
    service.create("shop", "Shop")
    service.create_table("shop", "pets", "Pets")
    service.create_varchar_column("shop", "pets", "name", 60, True)
    service.create_text_column("shop", "pets", "about", False)
    service.create_integer_column("shop", "pets", "age", False)
    service.create_point_column("shop", "pets", "place", False)
    service.create_index("shop", "pets", "by_age", "key", ["age"])
    columns, indexes = plain(service.list_columns("shop", "pets")), plain(service.list_indexes("shop", "pets"))
    service.create_row("shop", "pets", "tom", {"name": "Tom", "age": 3, "place": [1, 2]})
    service.create_rows("shop", "pets", [{"$id": "kit", "name": "Kit", "age": 4}, {"name": "Fox"}])
    service.upsert_row("shop", "pets", "tom", {"name": "Tom", "age": 5})
    service.upsert_rows("shop", "pets", [{"$id": "kit", "name": "Kit", "age": 6}])
    service.increment_row_column("shop", "pets", "tom", "age", 2)
    service.decrement_row_column("shop", "pets", "tom", "age", 1)
    service.update_rows("shop", "pets", {"about": "x"}, [Query.equal("age", [6])])
    ages = [
        row.get("data", row).get("age") for row in rows_of(service.list_rows("shop", "pets", [Query.order_asc("age")]))
    ]
    service.delete_rows("shop", "pets", [Query.is_null("age")])
    left = sorted(row["$id"] for row in rows_of(service.list_rows("shop", "pets")))
    service.delete("shop")
    return {"columns": len(columns["columns"]), "indexes": len(indexes["indexes"]), "ages": ages, "left": left}


def main(endpoint: str, project: str, key: str) -> None:
    """Make all calls and print what came of them."""
    client = Client().set_endpoint(endpoint).set_project(project).set_key(key)
    report = {"legacy": legacy(client)}
    try:
        report["newer"] = newer(client)
    except (ImportError, AttributeError):
        # An SDK of before the newer names, or of before some of their kinds of columns.
        pass
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:4])
