"""The OpenAPI documents of both APIs."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockwrite.api.endpoints import every_endpoint
from mockwrite.control.emulated import emulated_document
from mockwrite.control.routes import ROUTES
from mockwrite.releases import parse_version, rules_for
from mockwrite.testing.mock_appwrite import MockAppwrite


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """All operations of a document."""
    return [operation for path in document["paths"].values() for operation in path.values()]


@pytest.mark.parametrize("name", ["openapi.json", "control.json"])
def test_a_document_is_valid_and_names_each_operation_once(control: httpx.Client, name: str) -> None:
    document = control.get(f"/{name}").json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    names = [operation["operationId"] for operation in operations(document)]
    assert len(names) == len(set(names))
    assert all(operation["summary"] for operation in operations(document))


@pytest.mark.parametrize(("release", "exact"), [("1.5.0", False), ("1.8.1", True)])
def test_the_emulated_api_is_described_for_each_release(release: str, exact: bool) -> None:
    document = emulated_document(every_endpoint(), rules_for(parse_version(release)), exact=exact)
    assert list(OpenAPIV31SpecValidator(json.loads(json.dumps(document))).iter_errors()) == []
    assert release in document["info"]["title"]


def test_the_answers_of_the_emulated_api_are_typed_by_schemas_that_stand_in_the_document() -> None:
    document = json.loads(
        json.dumps(emulated_document(every_endpoint(), rules_for(parse_version("1.9.6")), exact=False))
    )
    untyped = {
        path
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        if content["schema"] == {"type": "object"}
    }
    assert untyped == set()
    topic = {**document, "$ref": "#/components/schemas/topicList"}
    validator = Draft202012Validator(topic)
    assert validator.is_valid({"total": 0, "topics": []})
    assert not validator.is_valid({"total": 1, "topics": [{"$id": 7}]})


def test_a_call_that_makes_one_row_or_several_is_answered_with_either() -> None:
    document = emulated_document(every_endpoint(), rules_for(parse_version("1.9.6")), exact=False)
    made = document["paths"]["/tablesdb/{databaseId}/tables/{tableId}/rows"]["post"]["responses"]["201"]
    names = [row["$ref"].split("/")[-1] for row in made["content"]["application/json"]["schema"]["anyOf"]]
    assert names == ["row", "rowList"]


def test_what_was_expected_and_is_not_there_is_a_problem_of_its_own(control: httpx.Client) -> None:
    document = control.get("/control.json").json()
    for path, status in (("/wait", 408), ("/expect", 409)):
        query = "?timeout=0" if path == "/wait" else ""
        answer = control.get(f"{path}{query}")
        assert answer.status_code == status
        described = document["paths"][f"/_mockwrite{path}"]["get"]["responses"][str(status)]
        schema = {**document, **described["content"]["application/problem+json"]["schema"]}
        assert Draft202012Validator(schema).is_valid(answer.json())
        assert schema["$ref"].endswith("/UnmetProblem")


def test_a_seed_is_described_as_editors_know_it(control: httpx.Client) -> None:
    document = control.get("/control.json").json()
    seed = Draft202012Validator({**document, "$ref": "#/components/schemas/Seed"})
    assert seed.is_valid({"users": [{"email": "ada@example.com"}]})
    assert not seed.is_valid({"users": [{"emial": "ada@example.com"}]})
    assert seed.is_valid(control.get("/state").json())


def test_every_emulated_route_is_in_the_document(control: httpx.Client) -> None:
    document = control.get("/openapi.json").json()
    rules = rules_for(parse_version("1.9.6"))
    for endpoint in every_endpoint():
        if rules.is_in(endpoint.since, endpoint.until):
            assert endpoint.method.lower() in document["paths"][endpoint.path]


def test_answers_of_the_control_api_are_as_the_document_says(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", html=True)
    mock.given.message("sms")
    mock.given.message("push", data={"a": "1"})
    httpx.get(f"{mock.endpoint}/users", headers={"X-Appwrite-Project": mock.project_id})
    document = control.get("/control.json").json()
    values = {"{id}": str(mock.outbox[0].id), "{index}": "0"}
    ids = {"/journal/{id}": "1", "/projects/{id}": mock.project_id}
    checked = 0
    for path, methods in document["paths"].items():
        shown = path.removeprefix("/_mockwrite")
        if "get" not in methods or shown in ("/events", "/wait"):
            continue
        address = shown.replace("{id}", ids.get(shown, values["{id}"])).replace("{index}", "0")
        answer = control.get(address)
        if answer.status_code == 404:
            continue
        described = methods["get"]["responses"][str(answer.status_code)]["content"]
        media = answer.headers["content-type"].partition(";")[0]
        assert media in described, (path, media)
        if media == "application/json":
            schema = {**described[media]["schema"], "components": document["components"]}
            Draft202012Validator(schema).validate(answer.json())
            checked += 1
    assert checked >= 12


def test_every_route_of_the_control_api_is_documented(control: httpx.Client) -> None:
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "control-api.md").read_text(encoding="utf-8")
    document = control.get("/control.json").json()
    missing = [
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in methods
        if not re.search(rf"`{method.upper()} {re.escape(path)}`", text)
    ]
    assert missing == []


def test_a_control_route_without_an_answer_is_declared_and_answered_with_204(
    control: httpx.Client, mock: MockAppwrite
) -> None:
    empty = [row for row in ROUTES if row.answer is None and row.media == "application/json"]
    assert {row.status for row in ROUTES} == {200, 201, 204}
    assert {(row.method, row.status) for row in empty} == {("DELETE", 204)}
    assert {row.status for row in ROUTES if row not in empty} == {200, 201}
    mock.given.message("sms")
    fault = mock.faults.fail_delivery("bounced", to="nobody@example.com").id
    answer = control.post("/answers", json={"method": "GET", "path": "/functions/x", "status": 200}).json()["id"]
    control.post("/snapshots", json={"id": "kept"})
    ids = {"outbox": "d1", "projects": mock.project_id, "faults": fault, "answers": answer, "snapshots": "kept"}
    for row in sorted(empty, key=lambda row: row.path == "/projects/{id}"):
        path = row.path.replace("{id}", ids[row.path.split("/")[1]])
        assert control.delete(path).status_code == 204, path
