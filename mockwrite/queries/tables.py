"""What the lists of databases, tables, columns, indexes and rows filter and order by (databases.md §2 to §5, §10)."""

from __future__ import annotations

from .kinds import Attribute, ListKind

_NAME = Attribute("name", "string", "name")
DATABASES = ListKind("Database", (_NAME,))
_ENABLED = Attribute("enabled", "boolean", "enabled")
TABLES = ListKind("Table", (_NAME, _ENABLED))
# By the older names the list knows one attribute more (recorded).
COLLECTIONS = ListKind("Collection", (_NAME, _ENABLED, Attribute("documentSecurity", "boolean", "security")))
_STATUS = (Attribute("status", "string", "status"), Attribute("error", "string", "error"))
_KEY = Attribute("key", "string", "id")
COLUMNS = ListKind(
    "Column",
    (
        _KEY,
        Attribute("type", "string", "type"),
        Attribute("size", "integer", "size"),
        Attribute("required", "boolean", "required"),
        Attribute("array", "boolean", "array"),
        *_STATUS,
    ),
)
INDEXES = ListKind("Index", (_KEY, Attribute("type", "string", "type"), *_STATUS))
