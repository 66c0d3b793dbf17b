"""Columns and indexes that come with a new table, by definitions instead of calls (contract: databases.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...errors import AppwriteError
from ...php.arrays import as_list
from ...state.databases import Column, Table
from ...state.project import Project
from ...validators.base import Context, Rejected, Validator
from ...validators.databases import IndexedKey, JsonNumber, OrNull
from ...validators.numbers import Boolean, Integer
from ...validators.structures import ArrayList
from ...validators.texts import Text, Uid, WhiteList
from .columns import check_default, check_width, stored_size
from .indexes import INDEX_TYPES, INTERNAL, check_index, index_of
from .kinds import KINDS
from .places import Names

_LONGEST_TEXT = 1_073_741_824
# What a column that comes with its table may be called, and the kind that it then is (recorded).
_INLINE = {kind.type: name for name, kind in KINDS.items() if kind.inline}
# A text may have one of these formats, which makes another kind of it.
_FORMATS = {kind.format: name for name, kind in KINDS.items() if kind.format}
# What may be said of a column and of an index, and how; null says nothing, and other words are left alone.
_COLUMN: Mapping[str, Validator] = {
    "key": Uid(),
    "type": WhiteList(tuple(_INLINE), strict=True),
    "size": Integer(1, _LONGEST_TEXT),
    "required": Boolean(),
    "array": Boolean(),
    "min": JsonNumber(),
    "max": JsonNumber(),
    "elements": ArrayList(Text(255), 100),
    "format": Text(min=0),
    "encrypt": Boolean(),
}
_INDEX: Mapping[str, Validator] = {
    "key": Uid(),
    "type": WhiteList(tuple(INDEX_TYPES), strict=True),
    # The words of either service call them attributes (recorded).
    "attributes": ArrayList(IndexedKey(), 100),
    "orders": ArrayList(WhiteList(("asc", "desc")), 100),
    "lengths": ArrayList(OrNull(Integer()), 100),
}


def with_column(project: Project, table: Table, names: Names, definition: Any) -> Table:
    """Return a table with one more column. Raises 400 `general_argument_invalid` for whatever is wrong with it."""
    now = project.clock.ms
    given = _checked(project, names.column, definition, _COLUMN, ("key", "type"))
    key, kind = given["key"], _INLINE[given["type"]]
    if given.get("format") and kind == "string":
        if given["format"] not in _FORMATS:
            raise _refused(f"the format of a text is one of {', '.join(_FORMATS)}, not {given['format']!r}")
        kind = _FORMATS[given["format"]]
    if table.column(key) is not None:
        raise _refused(f"there are two {names.column}s with the key {key!r}")
    size = given.get("size", KINDS[kind].size)
    if KINDS[kind].compared == "string" and "size" not in given and not size:
        raise _refused(f"the size of the {names.column} {key!r} is missing")
    size = stored_size(kind, size, given.get("max"))
    column = Column(
        key, kind, now, now, required=given.get("required", False), array=given.get("array", False), size=size,
        minimum=given.get("min"), maximum=given.get("max"), elements=tuple(as_list(given.get("elements", ()))),
        default=given.get("default"), encrypt=given.get("encrypt", False),
    )  # fmt: skip
    made = replace(table, columns=(*table.columns, column))
    try:
        check_default(names, column)
        check_width(names, made)
    except AppwriteError as error:
        raise _refused(error.message) from None
    return made


def with_index(project: Project, table: Table, names: Names, definition: Any) -> Table:
    """Return a table with one more index. Raises 400 `general_argument_invalid`, and `index_invalid` for one that names a
    column which is not there or cannot be made."""
    given = _checked(project, "index", definition, _INDEX, ("key", "type", "attributes"))
    index = index_of(
        given["key"], given["type"], project.clock.ms, as_list(given["attributes"]), orders=as_list(given.get("orders", ())), lengths=as_list(given.get("lengths", ()))
    )  # fmt: skip
    unknown = [key for key in index.columns if table.column(key) is None and key not in INTERNAL]
    if unknown or table.index(index.key) is not None:
        raise names.error("index", "invalid", f"The index {index.key!r} names {unknown}, which is not there.")
    check_index(names, table, index)
    return replace(table, indexes=(*table.indexes, index))


def _checked(
    project: Project, noun: str, definition: Any, words: Mapping[str, Validator], needed: tuple[str, ...]
) -> dict[str, Any]:
    """Return what a definition says, without what is null."""
    if not isinstance(definition, dict):
        raise _refused(f"the definition of a {noun} is an object")
    given = {name: value for name, value in definition.items() if value is not None}
    missing = [name for name in needed if name not in given]
    if missing:
        raise _refused(f"the definition of a {noun} lacks {', '.join(missing)}")
    context = Context(project.clock.ms, project.rules, project.exact)
    for name, validator in words.items():
        if name in given:
            try:
                given[name] = validator.check(given[name], context)
            except Rejected as error:
                raise _refused(f"the {name} of a {noun}: {error.reason}") from None
    return given


def _refused(reason: str) -> AppwriteError:
    return AppwriteError("general_argument_invalid", f"Invalid definition: {reason}.")
