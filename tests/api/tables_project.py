"""A table to call in tests by either of its names."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from tests.api.stage import Answer, Stage

COLUMNS: dict[str, Any] = {
    "name": {"type": "string", "size": 20},
    "age": {"type": "integer", "min": 0, "max": 120, "default": 18},
    "weight": "float",
    "email": "email",
    "born": "datetime",
    "tags": {"type": "string", "size": 10, "array": True},
    "kind": {"type": "enum", "elements": ["cat", "dog"]},
}


class Shop:
    """A project with the table `pets` in the database `main`; its rows are called by a key unless somebody is named."""

    def __init__(
        self, columns: dict[str, Any] | None = None, *, version: str = "1.9.6", exact: bool = True, **table: Any
    ) -> None:
        self.stage = Stage(version, exact=exact)
        self.given = self.stage.given
        self.given.collection("main", "pets", attributes=COLUMNS if columns is None else columns, **table)
        self.path = "/databases/main/collections/pets/documents"
        self.new_path = "/tablesdb/main/tables/pets/rows"

    def call(self, method: str, path: str, body: object = None, *, as_: str | None = None) -> Answer:
        """Call as a key, or with the session of somebody; an empty text is a guest."""
        if as_ is None:
            return self.stage.by_key(method, path, body)
        return self.stage.call(method, path, body, **({"X_Appwrite_Session": as_} if as_ else {}))

    def create(self, id: str, *, as_: str | None = None, permissions: Any = None, **data: Any) -> Answer:
        """Create a row."""
        return self.call("POST", self.path, {"documentId": id, "data": data, "permissions": permissions}, as_=as_)

    def page(self, *queries: dict[str, Any], as_: str | None = None, **params: str) -> Answer:
        """List rows."""
        pairs = [(f"queries[{at}]", json.dumps(query)) for at, query in enumerate(queries)]
        return self.call("GET", f"{self.path}?{urlencode([*pairs, *params.items()])}", as_=as_)

    def ids(self, *queries: dict[str, Any], as_: str | None = None) -> list[str]:
        """Return the ids of a list."""
        found = self.page(*queries, as_=as_)
        assert found.status == 200, found
        return [row["$id"] for row in found.body["documents"]]


def query(method: str, attribute: str = "", *values: Any) -> dict[str, Any]:
    """Write a query as it goes over the wire."""
    return {"method": method, "attribute": attribute, "values": list(values)}
