"""What a collection of many documents costs; mockwrite is asked without a socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

from ..calls import PROJECT, Call, answer_of, get, post
from .growth import CREATES, LISTS, READS, each, resident
from .own_project import OwnProject, prepared

_COLLECTION = "/v1/databases/main/collections/pets"
_DOCUMENTS = f"{_COLLECTION}/documents"
_KINDS = ("cat", "dog", "cow")
# What is asked of the list, by name: by an attribute with an index, by one without, in a range, in an order.
LISTS_OF_DOCUMENTS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "an indexed attribute": ({"method": "equal", "attribute": "kind", "values": ["cat"]},),
    "a common attribute": ({"method": "equal", "attribute": "age", "values": [7]},),
    "a range of dates": ({"method": "greaterThan", "attribute": "at", "values": ["2030-01-28T12:00:00Z"]},),
    "an order by dates": ({"method": "orderAsc", "attribute": "at"},),
}


def documents(size: int) -> Mapping[str, float]:
    """Fill a collection with so many documents; return µs a create, a get and lists there, and bytes a document."""
    mock = OwnProject()
    _set_up(mock)
    _fill(mock, 0, 100)
    before = resident()
    _fill(mock, 100, size)
    figures = {"bytes a document": (resident() - before) / max(1, size - 100)}
    create, read = prepared(_create("unique()", 1)), prepared(get(f"{_DOCUMENTS}/pet-1"))
    figures["create µs"] = each(lambda: mock.repeat(create, CREATES), CREATES)
    figures["get µs"] = each(lambda: mock.repeat(read, READS), READS)
    for name, queries in LISTS_OF_DOCUMENTS.items():
        texts = "&".join(f"queries[{at}]={quote(json.dumps(query))}" for at, query in enumerate(queries))
        request = prepared(get(f"{_DOCUMENTS}?{texts}"))
        mock.repeat(request, 1)
        figures[f"list by {name} µs"] = each(partial(mock.repeat, request, LISTS), LISTS)
    return figures


def _set_up(mock: OwnProject) -> None:
    def make(path: str, body: Mapping[str, object]) -> None:
        answer_of(mock.ask, post(path, PROJECT, body))

    make("/v1/databases", {"databaseId": "main", "name": "Main"})
    make("/v1/databases/main/collections", {"collectionId": "pets", "name": "Pets"})
    attributes: Mapping[str, Mapping[str, object]] = {
        "string": {"key": "name", "size": 60},
        "enum": {"key": "kind", "elements": list(_KINDS)},
        "integer": {"key": "age"},
        "datetime": {"key": "at"},
    }
    for kind, words in attributes.items():
        make(f"{_COLLECTION}/attributes/{kind}", {"required": False, **words})
    make(f"{_COLLECTION}/indexes", {"key": "by_kind", "type": "key", "attributes": ["kind"]})


def _fill(mock: OwnProject, first: int, end: int) -> None:
    for number in range(first, end):
        answer_of(mock.ask, _create(f"pet-{number}", number))


def _create(id: str, number: int) -> Call:
    data = {
        "name": f"Pet {number}",
        "kind": _KINDS[number % len(_KINDS)],
        "age": number % 50,
        "at": f"2030-01-{number % 28 + 1:02}T{number % 24:02}:00:00.000+00:00",
    }
    return post(_DOCUMENTS, PROJECT, {"documentId": id, "data": data})
