"""Every Messaging, Users and target route, as the contract sheets say it must answer (tests/api/expected)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from mockwrite.api.endpoints import ENDPOINTS
from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.releases import LATEST, rules_for
from mockwrite.settings import Settings
from mockwrite_fixtures import assert_matches, model_for
from tests.api.expected import ROWS, Refusal, Row
from tests.api.expected.users import SESSION
from tests.api.full_project import PNG, WORLD, WRONG

ANSWERED_INVALID = (400, "general_argument_invalid")
WITHOUT_SCOPE = (401, "general_unauthorized_scope")


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the error type (None for a success) and the message of the error."""

    status: int
    type: str | None
    message: str


class FullProject:
    """A project in which everything exists that the rows refer to, called as an application would call it."""

    def __init__(self) -> None:
        self._instance = Instance(Settings(strict_auth=True))
        self._project = self._instance.create_project("shop")
        self._key = self.key(None)
        given = Given(self._project)
        given.file(PNG, name="image.png", bucket="b1", id="img")
        given.file("text", name="text.txt", bucket="b1", id="txt")
        for path, body in (*WORLD, ("/users/u1/sessions", {})):
            made = self.send("POST", path, body)
            assert made.status == 201, (path, made)
        self._session = next(iter(self._project.sessions)).id

    def key(self, scopes: list[str] | None) -> str:
        """Make a key with these scopes, all of them by default."""
        return self._project.add_key(scopes=scopes).secret

    def call(self, row: Row, values: Mapping[str, Any], key: str | None = None) -> Answer:
        """Call a row with the values of its parameters; those that stand in the path go there."""
        values = {**row.at, **values}
        in_path = {name: str(values.pop(name)).replace(SESSION, self._session) for name in row.at}
        return self.send(row.method, row.path.format(**in_path), values, key)

    def send(self, method: str, path: str, values: Mapping[str, Any], key: str | None = None) -> Answer:
        """Send a request and judge the body of its answer by the schemas; an empty key sends none."""
        headers = {"x-appwrite-project": "shop", "content-type": "application/json"}
        secret = self._key if key is None else key
        if secret:
            headers["x-appwrite-key"] = secret
        query = urlencode(_flat(values)) if method == "GET" else ""
        body = b"" if method == "GET" else json.dumps(values).encode()
        response = answer(self._instance, Request(method, f"/v1{path}", query, headers, body))
        model = model_for(method, f"/v1{path}", response.status)
        if model is None:
            return Answer(response.status, None, "")
        shown = json.loads(response.body)
        assert_matches(model, shown, ordered=True)
        return Answer(response.status, shown.get("type") if model == "error" else None, shown.get("message", ""))


def _flat(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, list):
            pairs += [(f"{name}[{index}]", item) for index, item in enumerate(value)]
        else:
            pairs.append((name, str(value)))
    return pairs


def _short(answered: Answer) -> tuple[int, str | None]:
    return answered.status, answered.type


def _params(row: Row) -> list[str]:
    return [*row.at, *row.required, *row.optional]


def test_every_messaging_route_has_an_expectation() -> None:
    # 50 routes in 1.9.6 (endpoints.md, version overview).
    routes = {str(row) for row in ROWS if row.path.startswith("/messaging/")}
    assert len(routes) == 50
    rules = rules_for(LATEST)
    assert routes == {
        f"{row.method} {row.path}"
        for row in ENDPOINTS
        if row.path.startswith("/messaging/") and rules.is_in(row.since, row.until) and not row.newest_only
    }


every_row = pytest.mark.parametrize("row", ROWS, ids=str)


@every_row
def test_the_least_that_is_needed_is_enough(row: Row) -> None:
    assert _short(FullProject().call(row, {**row.enough, **row.required})) == (row.status, None)


@every_row
def test_all_parameters_together_are_accepted(row: Row) -> None:
    assert _short(FullProject().call(row, {**row.enough, **row.required, **row.optional})) == (row.status, None)


@every_row
def test_each_required_parameter_is_missed(row: Row) -> None:
    mock = FullProject()
    for name in row.required:
        values = {**row.enough, **row.required, **row.optional}
        del values[name]
        answered = mock.call(row, values)
        assert _short(answered) == ANSWERED_INVALID, name
        assert answered.message == f'Param "{name}" is not optional.'


@every_row
def test_a_wrong_type_is_refused_by_name(row: Row) -> None:
    mock = FullProject()
    for name in _params(row):
        answered = mock.call(row, {**row.enough, **row.required, name: WRONG[name]})
        assert (name, *_short(answered)) == (name, *ANSWERED_INVALID)
        assert answered.message.startswith(f"Invalid `{name}` param: ")


@pytest.mark.parametrize(
    ("row", "refusal"),
    [(row, refusal) for row in ROWS for refusal in row.refusals],
    ids=lambda value: f"{value.param}={value.value}" if isinstance(value, Refusal) else str(value),
)
def test_a_well_formed_value_that_is_wrong_gives_its_own_error(row: Row, refusal: Refusal) -> None:
    answered = FullProject().call(row, {**row.enough, **row.required, **refusal.also, refusal.param: refusal.value})
    assert _short(answered) == (refusal.status, refusal.type)


@every_row
def test_a_key_needs_the_scope_of_the_route(row: Row) -> None:
    mock = FullProject()
    values = {**row.enough, **row.required}
    service, _, action = row.scope.partition(".")
    opposite = f"{service}.{'read' if action == 'write' else 'write'}"
    for scopes in ([], ["locale.read"], [opposite]):
        assert _short(mock.call(row, values, mock.key(scopes))) == WITHOUT_SCOPE, scopes
    assert _short(mock.call(row, values, "")) == row.without_key
    assert _short(mock.call(row, values, mock.key([row.scope]))) == (row.status, None)
