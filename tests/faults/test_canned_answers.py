"""Canned answers: calls that are not emulated, or are to be otherwise, get the answer that a test gives."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockwrite import Answer, FaultError, InProcess, MockAppwrite, MockServer, ServerBug
from mockwrite.seed import export, load

DOCS = (Path(__file__).parents[2] / "docs" / "applications.md").read_text(encoding="utf-8")
RUN = "/functions/send/executions"


@pytest.fixture(params=[MockServer, InProcess], ids=["socket", "in-process"])
def host(request: pytest.FixtureRequest) -> Iterator[MockServer | InProcess]:
    """A server on a socket, then one in the process."""
    with request.param() as running:
        yield running


@pytest.fixture
def mock(host: MockServer | InProcess) -> Iterator[MockAppwrite]:
    """A project of its own."""
    with host.project() as project:
        yield project


def call(mock: MockAppwrite, method: str, path: str, **options: Any) -> httpx.Response:
    """Call the emulated API as an application does."""
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    return httpx.request(method, mock.endpoint + path, headers=headers, **options)


def test_a_call_that_is_not_emulated_gets_its_answer_as_often_as_said(mock: MockAppwrite) -> None:
    mock.respond("POST", "/functions/*/executions", json={"$id": "e1"}, status=201, headers={"X-Run": "1"}, times=2)
    answers = [call(mock, "POST", RUN, json={}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 404]
    assert answers[0].json() == {"$id": "e1"}
    assert answers[0].headers["x-run"] == "1"
    assert answers[0].headers["content-type"] == "application/json; charset=UTF-8"


def test_the_404_holds_the_line_that_cans_the_answer(mock: MockAppwrite) -> None:
    text = call(mock, "POST", RUN).json()["message"]
    assert f'mock_appwrite.respond("POST", "{RUN}", json={{…}})' in text


def test_an_emulated_route_is_answered_otherwise_and_nothing_takes_effect(mock: MockAppwrite) -> None:
    mock.respond("POST", "/users", json={"$id": "elsewhere"})
    assert call(mock, "POST", "/users", json={"userId": "ada"}).json() == {"$id": "elsewhere"}
    assert len(mock.project.users) == 0


def test_a_function_answers_with_json_or_with_an_answer_of_its_own(mock: MockAppwrite) -> None:
    mock.respond("GET", "/locale", lambda call: {"q": call.values["q"], "path": call.path}, status=203)
    mock.respond("POST", "/locale", lambda call: Answer(418, text=call.json()["say"]))
    found = call(mock, "GET", "/locale", params={"q": "ä"})
    assert (found.status_code, found.json()) == (203, {"q": "ä", "path": "/v1/locale"})
    said = call(mock, "POST", "/locale", json={"say": "no"})
    assert (said.status_code, said.text, said.headers["content-type"]) == (418, "no", "text/plain; charset=UTF-8")


def test_a_function_that_raises_fails_the_test_with_its_own_error(host: MockServer | InProcess) -> None:
    def broken(call: object) -> None:
        raise LookupError("no such locale")

    said = r"the function that answers GET /v1/locale raised LookupError: no such locale"
    with pytest.raises(ServerBug, match=said), host.project() as mock:
        mock.respond("GET", "/locale", broken)
        assert call(mock, "GET", "/locale").status_code == 500


def test_a_fault_goes_before_a_canned_answer(mock: MockAppwrite) -> None:
    mock.respond("POST", RUN, json={})
    mock.faults.fail_call("POST", RUN, status=503, times=1)
    mock.faults.drop_calls("POST", RUN, times=1)
    assert call(mock, "POST", RUN).status_code == 503
    with pytest.raises(httpx.RemoteProtocolError):
        call(mock, "POST", RUN)
    assert call(mock, "POST", RUN).status_code == 200


def test_the_journal_says_that_an_answer_was_canned(mock: MockAppwrite) -> None:
    mock.respond("POST", RUN, json={}, name="run")
    call(mock, "POST", RUN)
    (entry,) = mock.journal
    assert (entry.source, entry.fault, str(entry)) == ("canned", "run", f"POST /v1{RUN} → 200 (canned)")


def test_canned_refusals_are_no_unexpected_calls(host: MockServer | InProcess) -> None:
    with host.project(fail_on_refused=True) as mock:
        mock.respond("POST", RUN, status=409)
        assert call(mock, "POST", RUN).status_code == 409


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"json": 1, "text": "a"}, "a canned answer has one body, got json and text"),
        ({"json": 1, "status": 204}, "with the status 204 has no body"),
        ({"status": 99}, "status of a canned answer is a number from 200 to 599"),
        ({"headers": {"a": "b\r\nc"}}, "headers of a canned answer is a map of texts on one line"),
        ({"json": {1, 2}}, "json of a canned answer is a value that can be written as JSON"),
        ({"moment": "after"}, "a canned answer has no moment"),
        ({"jsn": 1}, "did you mean json"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, dict) else "",
)
def test_what_cannot_be_an_answer_is_refused(mock: MockAppwrite, fields: dict[str, Any], text: str) -> None:
    with pytest.raises(FaultError, match=re.escape(text)):
        mock.respond("GET", "/x", **fields)


def test_a_fault_rule_cannot_have_the_fields_of_an_answer(mock: MockAppwrite) -> None:
    with pytest.raises(FaultError, match="json belongs to a canned answer"):
        mock.faults.fail_call("GET", "/x", json={})
    with pytest.raises(FaultError, match="a number from 400 to 599, got 200"):
        mock.faults.fail_call("GET", "/x", status=200)


def test_answers_survive_an_export_and_those_of_functions_are_left_out(mock: MockAppwrite) -> None:
    mock.respond("GET", "/a/*", json=False, times=3, delay=0.0)
    mock.respond("GET", "/b", lambda call: 1)
    mock.faults.fail_call("GET", "/c")
    seed = export(mock.project)
    assert [(row["path"], row["json"], row["times"]) for row in seed["answers"]] == [("/a/*", False, 3)]
    with MockServer() as other, other.project() as loaded:
        load(loaded.project, seed)
        assert call(loaded, "GET", "/a/1").json() is False
        assert [rule.path for rule in loaded.faults] == ["/c", "/a/*"]


def test_answers_are_made_listed_and_removed_over_http() -> None:
    with MockServer() as server, server.project() as mock:
        control = httpx.Client(base_url=f"{server.url}/_mockwrite", headers={"X-Appwrite-Project": mock.project_id})
        with control:
            made = control.post("/answers", json={"method": "POST", "path": RUN, "json": [1], "status": 201})
            assert (made.status_code, made.json()["description"]) == (201, f"answer 201 for each POST call to {RUN}")
            control.post("/faults", json={"path": "/users", "status": 503})
            assert call(mock, "POST", RUN).json() == [1]
            assert [row["matched"] for row in control.get("/answers").json()["answers"]] == [1]
            assert [row["path"] for row in control.get("/faults").json()["faults"]] == ["/users"]
            assert control.get("/journal").json()["calls"][0]["source"] == "canned"
            assert control.post("/answers", json={"method": "POST"}).status_code == 400
            refused = control.post("/answers", json={"method": "GET", "path": "/x", "function": "f"})
            assert (refused.status_code, "in Python only" in refused.json()["detail"]) == (400, True)
            assert control.delete("/answers").json() == {"deleted": 1}
            assert len(mock.faults) == 1
        mock.faults.clear()


@pytest.mark.parametrize("source", re.findall(r"```python\n(from mockwrite.*?)```", DOCS, re.DOTALL), ids=["respond"])
def test_the_examples_of_the_docs_run(source: str, tmp_path: Path, mock: MockAppwrite) -> None:
    file = tmp_path / "example.py"
    file.write_text(source, encoding="utf-8")
    names = runpy.run_path(str(file))
    next(value for name, value in names.items() if name.startswith("test_"))(mock)


def test_an_answer_without_a_status_is_a_200(mock: MockAppwrite) -> None:
    mock.respond("GET", "/x", json={})
    mock.respond("GET", "/y", lambda call: Answer(text="y"))
    assert [call(mock, "GET", path).status_code for path in ("/x", "/y")] == [200, 200]
