"""The endpoint table agrees with the route tables of the recorded servers: paths, parameters in order, defaults, scopes, logs."""

from __future__ import annotations

import json
import lzma
from typing import Any

import pytest

from mockwrite.api.endpoint import Endpoint, Param
from mockwrite.api.endpoints import every_endpoint, left_out
from mockwrite.queries.parsing import Query
from mockwrite.releases import Rules, parse_version, rules_for
from tests.conformance.archive import FOLDER, VERSIONS

# The recorded tables hold Messaging and Users and, of the newest release, databases, accounts and teams; other services are judged
# by their traffic.
Row = dict[str, Any]


def recorded(version: str, table: str = "params") -> list[Row]:
    """Return the rows of one of a release's route tables."""
    with lzma.open(FOLDER / f"{version}-{table}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


APPLICATIONS = ("databases", "tablesdb", "account", "teams")


def routes_of_applications() -> list[Row]:
    """Return the recorded rows of databases, accounts and teams, without those of what is not emulated."""
    return [row for row in recorded(VERSIONS[-1], "params-databases") if left_out(row["path"].split("/")[2:]) is None]


def ours(rules: Rules) -> dict[tuple[str, str], Endpoint]:
    """Return our rows of a release by method and path as the server writes it."""
    return {
        (endpoint.method, f"/v1{endpoint.path}".replace("{", ":").replace("}", "")): endpoint
        for endpoint in every_endpoint()
        if rules.is_in(endpoint.since, endpoint.until) and not endpoint.newest_only
    }


def differences(row: Row, endpoint: Endpoint | None, rules: Rules) -> list[str]:
    """Return what differs between a recorded row and ours, in words."""
    name = f"{row['method']} {row['path']}"
    if endpoint is None:
        return [f"{name} is missing"]
    params = {param.name: param for param in endpoint.params_in(rules, exact=True)}
    wanted: dict[str, Row] = row["params"] or {}
    scopes = row["scope"] if isinstance(row["scope"], list) else [row["scope"]]
    checks = [
        ("parameters", list(wanted), list(params)),
        ("scopes", scopes, list(endpoint.scopes_in(rules))),
        ("log entry", row["audits.event"], endpoint.audit),
        *(
            (f"parameter {key}", facts(param), (not params[key].required, default(params[key])))
            for key, param in wanted.items()
            if key in params
        ),
    ]
    return [f"{name}: {what}: expected {expected}, got {got}" for what, expected, got in checks if expected != got]


def facts(param: Row) -> tuple[bool, str]:
    """Return whether a recorded parameter is optional, and its default as JSON."""
    return param["optional"], json.dumps(param["default"]) if param["optional"] else ""


def default(param: Param) -> str:
    """Return the default of our parameter as JSON; no queries are a query without parts."""
    value = [] if isinstance(param.default, Query) else param.default
    return "" if param.required else json.dumps(value)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_recorded_route_is_ours(version: str) -> None:
    rules = rules_for(parse_version(version))
    rows = ours(rules)

    found = [
        text for row in recorded(version) for text in differences(row, rows.get((row["method"], row["path"])), rules)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_messaging_or_users_route_is_ours_alone(version: str) -> None:
    known = {(row["method"], row["path"]) for row in recorded(version)}

    alone = [
        f"{method} {path}"
        for method, path in ours(rules_for(parse_version(version)))
        if path.split("/")[2] in ("messaging", "users") and (method, path) not in known
    ]

    assert alone == []


def test_every_recorded_route_of_applications_is_ours_with_its_limit_and_older_paths() -> None:
    rules = rules_for(parse_version(VERSIONS[-1]))
    rows = ours(rules)

    found = []
    for row in routes_of_applications():
        name, endpoint = f"{row['method']} {row['path']}", rows.get((row["method"], row["path"]))
        found += differences(row, endpoint, rules)
        if endpoint is not None:
            limit = str(endpoint.limit.calls) if endpoint.limit else ""
            if str(row["abuse"]["limit"] or "") != limit:
                found.append(f"{name}: limit: expected {row['abuse']['limit']}, got {limit}")
            if sorted(row["aliases"]) != sorted(f"/v1{alias}" for alias in endpoint.aliases):
                found.append(f"{name}: older paths: expected {row['aliases']}, got {endpoint.aliases}")

    assert not found, "\n".join(found)


def test_no_route_of_applications_is_ours_alone() -> None:
    known = {(row["method"], row["path"]) for row in routes_of_applications()}

    alone = [
        f"{method} {path}"
        for method, path in ours(rules_for(parse_version(VERSIONS[-1])))
        # The table was recorded without OAuth2.
        if path.split("/")[2] in APPLICATIONS and "/oauth2/" not in path and (method, path) not in known
    ]

    assert alone == []
