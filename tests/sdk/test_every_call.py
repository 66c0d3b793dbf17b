"""Every method and every query that the newest official SDKs have for databases: it works, or is refused by name."""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.sdk import every_call
from tests.sdk.test_node_sdk import needs_node, node

pytest.importorskip("appwrite", reason="needs the official SDK: pip install appwrite")


def methods() -> Iterator[tuple[Any, str, list[str]]]:
    """Yield each method that the Python SDK has: its service, its name and the names of its parameters."""
    from appwrite.services.databases import Databases
    from appwrite.services.tables_db import TablesDB

    for service in (Databases, TablesDB):
        for name, method in inspect.getmembers(service, inspect.isfunction):
            if not name.startswith("_"):
                yield service, name, [word for word in inspect.signature(method).parameters if word != "self"]


def words_of(method: str, parameters: list[str]) -> dict[str, Any]:
    """Return what a method is called with."""
    found = {word: every_call.words(method, word) for word in parameters}
    return {word: value for word, value in found.items() if value is not None}


def test_every_method_of_the_python_sdk_works_or_is_refused_by_name(
    mock_appwrite: MockAppwrite, appwrite_client: Any
) -> None:
    from appwrite.exception import AppwriteException

    every_call.prepare(mock_appwrite)
    before = mock_appwrite.snapshot()
    ended, wanted = {}, {}
    for service, name, parameters in methods():
        called = f"{service.__name__}.{name}"
        mock_appwrite.restore(before)
        wanted[called], ended[called] = every_call.expected(name), ""
        # A filter would not do: the SDK sets one of its own to show that a method is deprecated.
        with warnings.catch_warnings(record=True):
            try:
                getattr(service(appwrite_client), name)(**words_of(name, parameters))
            except AppwriteException as error:
                ended[called] = every_call.outcome(str(error.type), str(error.message))
    assert ended == wanted
    # Of 72 and 81 methods, and more as the SDK grows.
    assert len(ended) >= 120


def camel(name: str) -> str:
    """Return a name as JavaScript writes it."""
    first, *more = {"default": "xdefault"}.get(name, name).split("_")
    return first + "".join(part.capitalize() for part in more)


@needs_node
@pytest.mark.full
def test_every_method_of_the_node_sdk_does_so_too(mock_appwrite: MockAppwrite) -> None:
    every_call.prepare(mock_appwrite)
    words, wanted = {}, {}
    for service, name, parameters in methods():
        called = f"{service.__name__}.{camel(name)}"
        words[called] = {camel(word): value for word, value in words_of(name, parameters).items()}
        wanted[called] = every_call.expected(name)
    report = node(
        "every_call.mjs",
        "node-appwrite",
        mock_appwrite.endpoint,
        mock_appwrite.project_id,
        mock_appwrite.api_key,
        json.dumps(words),
    )
    assert report == {called: wanted.get(called, "") for called in report}
    assert len(report) >= 100
