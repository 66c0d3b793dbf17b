"""A call of every method that an official SDK has for databases, by the names of its parameters.

`project` makes what the calls need, `words` says what a method is called with, in the names of the Python SDK.
"""

from __future__ import annotations

import json
import re
from typing import Any

from mockwrite.testing.mock_appwrite import MockAppwrite

# A value of each kind of column, by the name that the methods have for it.
VALUES: dict[str, Any] = {
    "string": "x", "varchar": "x", "text": "x", "mediumtext": "x", "longtext": "x", "integer": 1, "big_int": 1, "float": 1.5,
    "boolean": True, "email": "a@example.com", "url": "https://example.com", "ip": "127.0.0.1", "enum": "a",
    "datetime": "2030-01-01T00:00:00.000+00:00", "point": [1, 2], "line": [[1, 2], [3, 4]],
    "polygon": [[[0, 0], [1, 0], [1, 1], [0, 0]]],
}  # fmt: skip
_LIMIT = json.dumps({"method": "limit", "values": [1]})
_SELECT = json.dumps({"method": "select", "values": ["n"]})
# What a parameter is unless the method says otherwise.
_PARAMETERS: dict[str, Any] = {
    "database_id": "main", "table_id": "people", "related_table_id": "pets", "row_id": "r1", "key": "fresh", "name": "New",
    "size": 30, "required": False, "elements": ["a", "b"], "array": False, "encrypt": False, "two_way": False, "enabled": True,
    "row_security": True, "purge": True, "total": True, "new_key": "renamed", "two_way_key": "back", "on_delete": "cascade",
    "orders": ["asc"], "lengths": [0], "permissions": ['read("any")'], "data": {"n": 2}, "rows": [{"$id": "r2", "n": 1}],
    "queries": [_LIMIT], "column": "n", "value": 1, "search": "main", "ttl": 60, "operations": [], "commit": True,
    "rollback": False, "status": "done", "limit": 1, "offset": 0, "auto_cutover": False, "specification": "small",
    "min": -100, "max": 100, "columns": [{"key": "a", "type": "integer"}],
    "indexes": [{"key": "i", "type": "key", "attributes": ["a"]}],
}  # fmt: skip
# What it is for some methods.
_OF_METHODS: dict[str, dict[str, Any]] = {
    "create": {"database_id": "new"},
    "create_table": {"table_id": "new"},
    "create_row": {"row_id": "new"},
    "create_index": {"type": "key", "columns": ["n"]},
    "create_relationship_column": {"type": "oneToOne"},
    "get_row": {"queries": [_SELECT]},
    **{f"{verb}_column": {"key": "spare"} for verb in ("get", "delete")},
    **{f"{verb}_index": {"key": "by_n"} for verb in ("get", "delete")},
}
# The words of the older service in those of the newer.
_NEWER = (("collection", "table"), ("document", "row"), ("attribute", "column"))
# Left out of every call: what only a newer server knows, and what makes a call part of a transaction.
_NEVER = {"description", "replicas", "sync_mode", "model_type"}
# Parameters that are sent to some methods only, whose names hold this.
_ELSEWHERE = {"transaction_id": "ion", "specification": "migration"}


def newer_name(name: str) -> str:
    """Return a name of a method or parameter in the words of the newer service."""
    for older, newer in _NEWER:
        name = name.replace(older, newer)
    return name


def words(method: str, parameter: str) -> Any:
    """Return what a method is called with for one of its parameters; None: it is left out."""
    method, parameter = newer_name(method), newer_name(parameter)
    made = re.fullmatch(r"(create|update)_(\w+)_column", method)
    if parameter in _NEVER or (_ELSEWHERE.get(parameter, "") not in method):
        return None
    if made and parameter == "default":
        return VALUES[made[2]]
    if made and made[1] == "update" and parameter == "key":
        return f"x_{made[2]}"
    if parameter == "table_id" and "row" in method:
        return _OF_METHODS.get(method, {}).get(parameter, "pets")
    found = _OF_METHODS.get(method, {}).get(parameter, _PARAMETERS.get(parameter))
    return "some" if found is None and parameter.endswith("_id") else found


def prepare(mock: MockAppwrite) -> None:
    """Make the database `main`, the table `people` with a column of every kind, and `pets` with a row."""
    columns: dict[str, Any] = {f"x_{name}": {"type": name.replace("_", "")} for name in VALUES}
    for name in ("x_string", "x_varchar"):
        columns[name]["size"] = 20
    columns["x_enum"]["elements"] = ["a"]
    columns |= {"spare": "integer", "n": "integer"}
    index = {"key": "by_n", "type": "key", "attributes": ["n"]}
    mock.given.collection("main", "people", attributes=columns, indexes=[index])
    mock.given.collection("main", "pets", attributes={"n": "integer"})
    mock.given.document("main", "pets", {"n": 1}, id="r1")


# What is refused by name: how the text begins, and the methods that meet it.
NOT_EMULATED: dict[str, tuple[str, ...]] = {
    "Transactions": (
        "create_transaction", "list_transactions", "get_transaction", "update_transaction", "delete_transaction",
        "create_operations",
    ),
    "Relationships": ("create_relationship_column", "update_relationship_column"),
    # The newest SDKs are of a release that is newer than any that is emulated.
    "Queries in a body": ("create_query",),
    "Migrations": ("create_migration", "list_migrations", "get_migration", "delete_migration", "create_cutover"),
    "Replicas": ("get_replicas", "create_failover"),
    "Operations": ("list_operations", "get_status"),
}  # fmt: skip
# To the emulated releases this path names a database.
TAKEN_FOR_A_DATABASE = "list_specifications"


def expected(method: str) -> str:
    """Return what a call of a method ends in: nothing when it works, else the type of the error and how its text begins."""
    method = newer_name(method)
    if method == TAKEN_FOR_A_DATABASE:
        return "database_not_found: There"
    begins = next((text for text, methods in NOT_EMULATED.items() if method in methods), None)
    return "" if begins is None else f"general_route_not_found: {begins.split()[0]}"


def outcome(type: str, message: str) -> str:
    """Return how a call ended that was refused, as `expected` does."""
    return f"{type}: {message.split()[0]}"
