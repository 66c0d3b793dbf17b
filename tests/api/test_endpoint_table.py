"""The endpoint table against the route tables of running servers, recorded from three releases."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockwrite.api.endpoint import Endpoint, Param
from mockwrite.api.endpoints import ENDPOINTS
from mockwrite.queries import Query
from mockwrite.version import parse_version, rules_for

RECORDINGS = Path(__file__).parents[1] / "conformance" / "recordings"
VERSIONS = ("1.6.2", "1.8.1", "1.9.6")


def recorded(version: str) -> Iterator[dict[str, Any]]:
    with lzma.open(RECORDINGS / f"{version}-params.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def route_of(row: dict[str, Any]) -> tuple[str, str]:
    return row["method"], re.sub(r":(\w+)", r"{\1}", row["path"].removeprefix("/v1"))


def table_of(version: str) -> dict[tuple[str, str], Endpoint]:
    """The rows that a server of this release has."""
    rules = rules_for(parse_version(version))
    return {
        (endpoint.method, endpoint.path): endpoint
        for endpoint in ENDPOINTS
        if rules.is_in(endpoint.since, endpoint.until) and not endpoint.newest_only
    }


def default_of(param: Param) -> object:
    # The default of `queries` is kept as the query it means.
    return [] if param.default == Query() else param.default


RECORDED_ROWS = [(version, row) for version in VERSIONS for row in recorded(version)]


@pytest.mark.parametrize(
    ("version", "row"), RECORDED_ROWS, ids=[f"{version} {' '.join(route_of(row))}" for version, row in RECORDED_ROWS]
)
def test_a_row_has_the_parameters_and_scopes_of_the_running_server(version: str, row: dict[str, Any]) -> None:
    endpoint = table_of(version)[route_of(row)]
    rules = rules_for(parse_version(version))
    params = endpoint.params_in(rules, True)
    assert [(param.name, not param.required) for param in params] == [
        (name, param["optional"]) for name, param in row["params"].items()
    ]
    assert {param.name: default_of(param) for param in params if not param.required} == {
        name: param["default"] for name, param in row["params"].items() if param["optional"]
    }
    scopes = row["scope"] if isinstance(row["scope"], list) else [row["scope"]]
    assert list(endpoint.scopes_in(rules)) == scopes


@pytest.mark.parametrize("version", VERSIONS)
def test_the_table_has_no_messaging_route_that_the_running_server_lacks(version: str) -> None:
    known = {route_of(row) for row in recorded(version)}
    assert {route for route in table_of(version) if route[1].startswith("/messaging/")} <= known


@pytest.mark.parametrize(("version", "routes"), [("1.6.2", 46), ("1.8.1", 48), ("1.9.6", 50)])
def test_each_release_has_its_number_of_messaging_routes(version: str, routes: int) -> None:
    assert len([path for _, path in table_of(version) if path.startswith("/messaging/")]) == routes
